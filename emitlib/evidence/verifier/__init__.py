"""What travels inside a bundle so that it can be checked without emitlib; `evidence` packs and checks with it too."""
