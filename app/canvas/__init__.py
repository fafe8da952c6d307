"""The journey editor's canvas: a document and gestures that know no window, and the Qt graphics that show them."""
