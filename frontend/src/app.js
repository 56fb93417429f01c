/* The one script of the pages: htmx, and what pages may do better with a script than without. */
import "htmx.org";
