"""Small parts the pages are made of. Each reads the theme when it is made."""
