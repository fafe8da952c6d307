"""What a message says: templates, byte counting, legal labels. Pure text; knows no database and no network."""
