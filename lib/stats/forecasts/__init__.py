"""What may be expected of the next year, and how far this year's ranks may be off by chance.

``expected_change`` comes first: what provinces of a standing gain anyhow. ``next_year`` simulates
all provinces together and gives the chances of groups, ranks and targets; ``skill`` says where
those chances know more than base rates; ``threshold_moves`` how far thresholds move;
``rank_uncertainty`` which ranks of this year are told apart, ``unpublished`` where a province may
stand with those that were not published.
"""
