/* The composer, dates in words and tasks done in place: one set of listeners for whatever comes into the page. */
import "./when.js";
import "./composer.js";
import "./doing.js";
import "./entry.js";
