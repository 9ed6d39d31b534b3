project = "Races"
extensions = ["lockstep_sphinx"]
lockstep_base = "https://lockstep.example/"
html_theme = "alabaster"
