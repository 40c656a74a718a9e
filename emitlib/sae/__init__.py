"""Aspel SAE itself: what it stores read as raw typed tables, the monthly pull, the migration and the way back.

Imported by `bootstrap` and above; it writes files and events, never a database that SAE holds.
"""
