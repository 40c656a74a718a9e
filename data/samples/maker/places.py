"""Towns of the sample addresses; the streets are invented."""

from typing import NamedTuple

__all__ = ["PLACES", "Place"]


class Place(NamedTuple):
    """Where a town lies."""

    town: str
    state: str
    postal_code: str
    country: str = "México"


PLACES = {
    "Aguascalientes": Place("Aguascalientes", "Aguascalientes", "20000"),
    "Cancún": Place("Benito Juárez", "Quintana Roo", "77500"),
    "Chihuahua": Place("Chihuahua", "Chihuahua", "31000"),
    "Ciudad de México": Place("Cuauhtémoc", "Ciudad de México", "06700"),
    "Cuernavaca": Place("Cuernavaca", "Morelos", "62000"),
    "Culiacán": Place("Culiacán", "Sinaloa", "80000"),
    "Extranjero": Place("", "", "06700", "Extranjero"),
    "Guadalajara": Place("Guadalajara", "Jalisco", "44100"),
    "Hermosillo": Place("Hermosillo", "Sonora", "83000"),
    "León": Place("León", "Guanajuato", "37000"),
    "Mérida": Place("Mérida", "Yucatán", "97000"),
    "Monterrey": Place("Monterrey", "Nuevo León", "64000"),
    "Morelia": Place("Morelia", "Michoacán", "58000"),
    "Oaxaca": Place("Oaxaca de Juárez", "Oaxaca", "68000"),
    "Puebla": Place("Puebla", "Puebla", "72000"),
    "Querétaro": Place("Querétaro", "Querétaro", "76000"),
    "Saltillo": Place("Saltillo", "Coahuila", "25000"),
    "San Luis Potosí": Place("San Luis Potosí", "San Luis Potosí", "78000"),
    "Tampico": Place("Tampico", "Tamaulipas", "89000"),
    "Tijuana": Place("Tijuana", "Baja California", "22000"),
    "Toluca": Place("Toluca", "Estado de México", "50000"),
    "Torreón": Place("Torreón", "Coahuila", "27000"),
    "Veracruz": Place("Veracruz", "Veracruz", "91700"),
    "Xalapa": Place("Xalapa", "Veracruz", "91000"),
    "Zacatecas": Place("Zacatecas", "Zacatecas", "98000"),
}
