"""What lies on the paper. A layer paints all cards, or all wires, of a layout: that is several times faster than an
item for each, and the layout already knows what is where. Layers paint; they decide nothing."""
