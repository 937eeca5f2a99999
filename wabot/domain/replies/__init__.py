"""Everything wabot can say, as values. The sentences themselves stand in language/texts/*.ftl, one per class."""
