/* Everything about a human being, on paper: what is folded away is unfolded before it is printed. */
import { all, on } from "../ui/js/text.js";

const unfold = () => all(".subject details").forEach((each) => { each.open = true; });
on("click", "[data-print]", () => { unfold(); print(); });
addEventListener("beforeprint", unfold);
