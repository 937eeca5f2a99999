// What every page needs: it is kept up to date, and wishes about the session are carried out.
import { watch } from "./live.js";
import "./session.js";

document.documentElement.classList.add("scripts");
watch();
