"""The engine: publish, admit, advance, gate, deliver, simulate. One pass works on sets; nobody is looped over."""
