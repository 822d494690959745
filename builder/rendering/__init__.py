"""Pages → HTML, and the stylesheet and scripts."""
