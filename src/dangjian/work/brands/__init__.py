"""Party-building service brands: from the first idea of a name to a brand that lives on."""
