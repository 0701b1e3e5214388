"""Gains in two parts: what comes anyhow and what a good year adds; how often mixes came true."""
