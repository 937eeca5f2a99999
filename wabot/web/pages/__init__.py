"""The pages that the owner opens, a module each. All of them stand in the same frame."""
