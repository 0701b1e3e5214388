"""Everything behind the pages; what may import what is written in README.md and held by a test."""
