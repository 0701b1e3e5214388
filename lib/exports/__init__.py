"""Figures and the story as files and screens: PNG, SVG, PDF, PPTX, XLSX, HTML."""
