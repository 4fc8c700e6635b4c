"""One file each; a released one is never changed."""
