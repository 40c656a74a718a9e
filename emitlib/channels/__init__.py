"""How documents leave: mail, printing, encryption; siblings that import no other, used by `batch` and above."""
