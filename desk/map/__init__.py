"""The map of the gemeenten, made once by `desk.map.build` from the boundaries of CBS / Kadaster (CC BY 4.0)."""
