<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr">
<context>
    <name>ImageTranslation</name>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>{folder} cannot be written ({reason}); check its permissions.</source>
        <translation>Impossible d'écrire dans {folder} ({reason}) ; vérifiez les droits d'accès.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The environment needs about {needed} MB, but only {free} MB are free in {folder}; free some space.</source>
        <translation>L'environnement demande environ {needed} Mo, mais seuls {free} Mo sont libres dans {folder} ; libérez de l'espace.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>PyTorch comes from {index}, which alone vouches for its files.</source>
        <translation>PyTorch vient de {index}, qui seul répond de ses fichiers.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Cancelled; nothing was changed.</source>
        <translation>Annulé ; rien n'a été modifié.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The environment cannot take its place ({reason}); close other QGIS windows and retry.</source>
        <translation>L'environnement ne peut pas prendre sa place ({reason}) ; fermez les autres fenêtres de QGIS et réessayez.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Ready</source>
        <translation>Prêt</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The environment is ready: {folder}</source>
        <translation>L'environnement est prêt : {folder}</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Making the environment</source>
        <translation>Création de l'environnement</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Downloading and installing packages</source>
        <translation>Téléchargement et installation des paquets</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Downloading and installing PyTorch</source>
        <translation>Téléchargement et installation de PyTorch</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Checking that everything works</source>
        <translation>Vérification du bon fonctionnement</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>{step} failed: {reason}.</source>
        <translation>{step} : échec : {reason}.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Install your system's package python3-venv and retry.</source>
        <translation>Installez le paquet python3-venv de votre système et réessayez.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Free some disk space and retry.</source>
        <translation>Libérez de l'espace disque et réessayez.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The index or folder holds another file than the tested one; choose another source.</source>
        <translation>L'index ou le dossier contient un autre fichier que celui qui a été testé ; choisissez une autre source.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Check the connection, proxy or index, or install from a folder of wheels.</source>
        <translation>Vérifiez la connexion, le proxy ou l'index, ou installez depuis un dossier de wheels.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The index or folder lacks this package for this Python; choose another one.</source>
        <translation>Ce paquet manque dans l'index ou le dossier pour ce Python ; choisissez-en un autre.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The log above says more; copy the diagnostics when you ask for help.</source>
        <translation>Le journal ci-dessus en dit plus ; copiez le diagnostic quand vous demandez de l'aide.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>{path} cannot be used as a Python interpreter ({reason}).</source>
        <translation>{path} n'est pas utilisable comme interpréteur Python ({reason}).</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>{path} lacks onnxruntime (it has {found}).</source>
        <translation>Il manque onnxruntime à {path} (présents : {found}).</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>can classify, but not train</source>
        <translation>peut classer, mais pas entraîner</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>can classify and train, but not with pretrained encoders</source>
        <translation>peut classer et entraîner, mais pas avec des encodeurs préentraînés</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>can classify and train</source>
        <translation>peut classer et entraîner</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>In use: {path} {able} ({found}).</source>
        <translation>Utilisé : {path} {able} ({found}).</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>no answer within {seconds} s</source>
        <translation>pas de réponse en {seconds} s</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Python Environment for Image Translation</source>
        <translation>Environnement Python pour Image Translation</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Classify Pixels and Train Image Translation Model need Python packages that QGIS does not have. They are put into a folder of their own in your profile; QGIS itself is not touched.</source>
        <translation>« Classer les pixels » et « Entraîner un modèle de traduction d'images » ont besoin de paquets Python que QGIS n'a pas. Ils sont placés dans un dossier à part de votre profil ; QGIS lui-même n'est pas touché.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Remove {folder} ({size} MB)?</source>
        <translation>Supprimer {folder} ({size} Mo) ?</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>{folder} cannot be removed ({reason}); close other QGIS windows.</source>
        <translation>Impossible de supprimer {folder} ({reason}) ; fermez les autres fenêtres de QGIS.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>The diagnostics are on the clipboard.</source>
        <translation>Le diagnostic est dans le presse-papiers.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Classify Pixels only (onnxruntime, small)</source>
        <translation>Classer les pixels seulement (onnxruntime, petit)</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Training too (PyTorch, large)</source>
        <translation>Entraîner aussi (PyTorch, volumineux)</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Processor</source>
        <translation>Processeur</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>NVIDIA graphics card</source>
        <translation>Carte graphique NVIDIA</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Where packages come from, and other Pythons</source>
        <translation>Provenance des paquets et autres interpréteurs Python</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>pip's own</source>
        <translation>celui de pip</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>for example the one that pytorch.org names for your machine</source>
        <translation>par exemple celui que pytorch.org indique pour votre machine</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Use it</source>
        <translation>Utiliser</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Package index</source>
        <translation>Index de paquets</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Second index</source>
        <translation>Second index</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Folder of wheels (no net)</source>
        <translation>Dossier de wheels (sans réseau)</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>An existing Python interpreter</source>
        <translation>Un interpréteur Python existant</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>The proxy of QGIS's network settings is used.</source>
        <translation>Le proxy des paramètres réseau de QGIS est utilisé.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Copy diagnostics</source>
        <translation>Copier le diagnostic</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <location filename="../plugin/model_browser.py"/>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>About {size} MB on the disk</source>
        <translation>Environ {size} Mo sur le disque</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Not done: see below</source>
        <translation>Non terminé : voir ci-dessous</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Make anew</source>
        <translation>Recréer</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Make the environment</source>
        <translation>Créer l'environnement</translation>
    </message>
    <message>
        <location filename="../plugin/environment/entry.py"/>
        <location filename="../plugin/plugin.py"/>
        <location filename="../processing_provider/interface.py"/>
        <location filename="../processing_provider/provider.py"/>
        <location filename="../processing_provider/styling.py"/>
        <source>Image Translation</source>
        <translation>Image Translation</translation>
    </message>
    <message>
        <location filename="../plugin/environment/entry.py"/>
        <location filename="../plugin/plugin.py"/>
        <source>Python Environment…</source>
        <translation>Environnement Python…</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Grass</source>
        <translation>Herbe</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Dry grass</source>
        <translation>Herbe sèche</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Crop</source>
        <translation>Culture</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Woods</source>
        <translation>Bois</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Bare soil</source>
        <translation>Sol nu</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Dark soil</source>
        <translation>Sol sombre</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Sand</source>
        <translation>Sable</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Gravel</source>
        <translation>Gravier</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Clear water</source>
        <translation>Eau claire</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Muddy water</source>
        <translation>Eau trouble</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Asphalt</source>
        <translation>Asphalte</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Concrete</source>
        <translation>Béton</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Red tiles</source>
        <translation>Tuiles rouges</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Slate</source>
        <translation>Ardoise</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Metal roof</source>
        <translation>Toit en métal</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Snow</source>
        <translation>Neige</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <location filename="../plugin/known_colour.py"/>
        <location filename="../plugin/known_layer.py"/>
        <location filename="../plugin/plugin.py"/>
        <source>Known Colour</source>
        <translation>Couleur connue</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Pick a Colour…</source>
        <translation>Choisir une couleur…</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>From Another Layer</source>
        <translation>D'une autre couche</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>What the topmost layer in colour shows at the point; hidden ones do not count.</source>
        <translation>Ce que montre à cet endroit la couche en couleur la plus haute ; les couches masquées ne comptent pas.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>Choose what the ground is, and click on it in the photo. Escape ends this.</source>
        <translation>Choisissez la nature du sol et cliquez dessus dans la photo. Échap termine.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>There is no image at this point; click on the photo.</source>
        <translation>Il n'y a pas d'image à cet endroit ; cliquez sur la photo.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>No layer shows a colour at this point; show one that does.</source>
        <translation>Aucune couche ne montre de couleur à cet endroit ; affichez-en une qui le fasse.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>The layer {layer} takes no point; choose or make another one.</source>
        <translation>La couche {layer} n'accepte pas de point ; choisissez-en ou créez-en une autre.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>The colour is taken from {layer}.</source>
        <translation>La couleur est prise dans {layer}.</translation>
    </message>
    <message>
        <location filename="../plugin/known_layer.py"/>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Known colours</source>
        <translation>Couleurs connues</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Looking for models</source>
        <translation>Recherche de modèles</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Image Translation Models</source>
        <translation>Modèles de traduction d'images</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Browse…</source>
        <translation>Parcourir…</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>This package holds no report.</source>
        <translation>Ce paquet ne contient pas de rapport.</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Classify Pixels with This Model…</source>
        <translation>Classer les pixels avec ce modèle…</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Show Report</source>
        <translation>Afficher le rapport</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Folder with model packages</source>
        <translation>Dossier de paquets de modèle</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Choose a folder with model packages (.dlpk).</source>
        <translation>Choisissez un dossier de paquets de modèle (.dlpk).</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Looking…</source>
        <translation>Recherche…</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>cannot be read</source>
        <translation>illisible</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>{count} model package(s)</source>
        <translation>{count} paquet(s) de modèle</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>No model packages (.dlpk) in this folder or the folders in it.</source>
        <translation>Aucun paquet de modèle (.dlpk) dans ce dossier ni dans ses sous-dossiers.</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>PSNR</source>
        <translation>PSNR</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Turns</source>
        <translation>Transforme</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Into</source>
        <translation>En</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Cell size</source>
        <translation>Taille de pixel</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Tiles</source>
        <translation>Tuiles</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Trained on</source>
        <translation>Entraîné sur</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{model} dB</source>
        <translation>{model} dB</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{model} dB, a fitted curve {curve} dB</source>
        <translation>{model} dB, une courbe ajustée {curve} dB</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>The thumbnail in {path} is no PNG of up to {side} pixels; copy it again.</source>
        <translation>La vignette de {path} n'est pas un PNG d'au plus {side} pixels ; copiez le paquet à nouveau.</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{count} band(s) of {type}: {names}</source>
        <translation>{count} bande(s) de type {type} : {names}</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>degrees</source>
        <translation>degrés</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>map units</source>
        <translation>unités de carte</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>pixels (no coordinate reference system)</source>
        <translation>pixels (sans système de coordonnées de référence)</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{size} × {size} pixels only</source>
        <translation>{size} × {size} pixels seulement</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{size} × {size} pixels</source>
        <translation>{size} × {size} pixels</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{chips} chips of {names}</source>
        <translation>{chips} imagettes de {names}</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{chips} chips</source>
        <translation>{chips} imagettes</translation>
    </message>
    <message>
        <location filename="../plugin/plugin.py"/>
        <location filename="../plugin/swipe.py"/>
        <source>Swipe Between Layers</source>
        <translation>Balayer entre les couches</translation>
    </message>
    <message>
        <location filename="../plugin/plugin.py"/>
        <source>Models…</source>
        <translation>Modèles…</translation>
    </message>
    <message>
        <location filename="../plugin/plugin.py"/>
        <source>Set up…</source>
        <translation>Configurer…</translation>
    </message>
    <message>
        <location filename="../plugin/swipe.py"/>
        <source>Nothing to swipe: choose a layer that the map shows.</source>
        <translation>Rien à balayer : choisissez une couche que la carte affiche.</translation>
    </message>
    <message>
        <location filename="../plugin/swipe.py"/>
        <source>{layer} is shown left of the mouse only. Escape ends this.</source>
        <translation>{layer} n'est affichée qu'à gauche de la souris. Échap y met fin.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chain.py"/>
        <source>Ready-made chains</source>
        <translation>Chaînes prêtes à l'emploi</translation>
    </message>
    <message>
        <location filename="../processing_provider/chain.py"/>
        <source>{path} cannot be read; install the plugin again.</source>
        <translation>{path} est illisible ; réinstallez l'extension.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chain.py"/>
        <source>The chain has stopped; see the log above.</source>
        <translation>La chaîne s'est arrêtée ; voir le journal ci-dessus.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Near infrared to natural colour</source>
        <translation>Proche infrarouge vers couleurs naturelles</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Learns on a raster with red, green, blue and near infrared how natural colours follow from infrared imagery, and gives natural colours to another raster that has the infrared only, such as infrared film.</source>
        <translation>Apprend sur un raster avec rouge, vert, bleu et proche infrarouge comment les couleurs naturelles découlent d'images infrarouges, et donne des couleurs naturelles à un autre raster qui n'a que l'infrarouge, par exemple un film infrarouge.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Raster with red, green, blue and near infrared</source>
        <translation>Raster avec rouge, vert, bleu et proche infrarouge</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>What the model learns from, for example an orthophoto with four bands.</source>
        <translation>Ce dont le modèle apprend, par exemple une orthophoto à quatre bandes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Its red, green and blue band</source>
        <translation>Ses bandes rouge, verte et bleue</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>The bands that the model must produce, in this order; none chosen means 1, 2 and 3.</source>
        <translation>Les bandes que le modèle doit produire, dans cet ordre ; sans choix, 1, 2 et 3.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Its bands that the other raster has too</source>
        <translation>Ses bandes que l'autre raster a aussi</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Near infrared alone, or also others, in the order of the other raster: for infrared film (near infrared, red, green) that is usually 4, 1, 2. None chosen means 4.</source>
        <translation>Le proche infrarouge seul, ou d'autres aussi, dans l'ordre de l'autre raster : pour un film infrarouge (proche infrarouge, rouge, vert), c'est en général 4, 1, 2. Sans choix, 4.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Infrared raster</source>
        <translation>Raster infrarouge</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>The raster to give natural colours to.</source>
        <translation>Le raster auquel donner des couleurs naturelles.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Bands of the infrared raster</source>
        <translation>Bandes du raster infrarouge</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>As many as above and in the same order. None chosen means those that have the same names, or the first ones where such names are not found.</source>
        <translation>Autant que ci-dessus et dans le même ordre. Sans choix, celles qui portent les mêmes noms, ou les premières si ces noms sont introuvables.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Natural colours</source>
        <translation>Couleurs naturelles</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Red, green and blue on the grid of the infrared raster.</source>
        <translation>Rouge, vert et bleu sur la grille du raster infrarouge.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Compare before and after</source>
        <translation>Comparer avant et après</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Runs a trained model over a raster and makes a page on which the result is swiped over the raster, to judge the model or to show it to others.</source>
        <translation>Applique un modèle entraîné à un raster et crée une page où le résultat se balaie par-dessus le raster, pour juger le modèle ou le montrer à d'autres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Input raster</source>
        <translation>Raster d'entrée</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>The raster to translate, of the kind that the model was trained on.</source>
        <translation>Le raster à traduire, du type sur lequel le modèle a été entraîné.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Model package</source>
        <translation>Paquet de modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Model (*.dlpk *.emd *.onnx)</source>
        <translation>Modèle (*.dlpk *.emd *.onnx)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>The .dlpk made by Train Image Translation Model or by a ready-made chain.</source>
        <translation>Le .dlpk créé par « Entraîner un modèle de traduction d'images » ou par une chaîne prête à l'emploi.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Extent</source>
        <translation>Emprise</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Only this part of the raster is translated and shown, hence in more detail. Empty means all of it.</source>
        <translation>Seule cette partie du raster est traduite et montrée, donc plus en détail. Vide signifie tout le raster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Match the cell size of the model</source>
        <translation>Ajuster à la taille de pixel du modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Resamples the raster to the cell size that the model was trained on, and the result back to the raster's own grid.</source>
        <translation>Rééchantillonne le raster à la taille de pixel sur laquelle le modèle a été entraîné, puis ramène le résultat sur la grille du raster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Translated raster</source>
        <translation>Raster traduit</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>A GeoTIFF on the grid of the input. It appears only when it is complete.</source>
        <translation>Un GeoTIFF sur la grille de l'entrée. Il n'apparaît qu'une fois complet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Comparison</source>
        <translation>Comparaison</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The page. It holds both pictures and needs no other file.</source>
        <translation>La page. Elle contient les deux images et n'a besoin d'aucun autre fichier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Classify Pixels</source>
        <translation>Classer les pixels</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Runs a trained model over a raster of any size and writes the translated raster on the same grid: a grey air photo comes out in colour. NoData stays NoData.</source>
        <translation>Applique un modèle entraîné à un raster de taille quelconque et écrit le raster traduit sur la même grille : une photo aérienne grise en ressort en couleur. NoData reste NoData.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Input bands</source>
        <translation>Bandes d'entrée</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Bands to give to the model, as many as it was trained on and in its order. None chosen means those that have the names of the model's bands; where such names are not found, the first ones, or the luma of a colour raster for a model of grey.</source>
        <translation>Bandes à donner au modèle, autant qu'à l'entraînement et dans le même ordre. Sans choix, celles qui portent les noms des bandes du modèle ; si ces noms sont introuvables, les premières, ou la luma d'un raster en couleur pour un modèle de gris.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Model (*.dlpk *.emd *.onnx starter)</source>
        <translation>Modèle (*.dlpk *.emd *.onnx starter)</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>starter is the model that comes with the plugin: it colours grey air photos with cells of 0.1 to 0.6 m without any training. Else the .dlpk made by Train Image Translation Model, or the .emd file of an unpacked one. Also an .onnx model, such as those for Deepness, and a Pix2Pix package made by ArcGIS, which needs PyTorch.</source>
        <translation>starter est le modèle livré avec l'extension : il colore des photos aériennes grises aux cellules de 0,1 à 0,6 m sans aucun entraînement. Sinon, le .dlpk créé par « Entraîner un modèle de traduction d'images », ou le fichier .emd d'un paquet décompressé. Également un modèle .onnx, tel que ceux de Deepness, et un paquet Pix2Pix créé par ArcGIS, qui nécessite PyTorch.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>What the model is</source>
        <translation>Description du modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Only this part of the raster is translated; the output ends at the pixels that it touches. Empty means the whole raster.</source>
        <translation>Seule cette partie du raster est traduite ; la sortie s'arrête aux pixels qu'elle touche. Vide signifie tout le raster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Mask polygons</source>
        <translation>Polygones de masque</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Outside these polygons nothing is computed and the output is NoData.</source>
        <translation>En dehors de ces polygones, rien n'est calculé et la sortie est NoData.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Match the tones of the input</source>
        <translation>Ajuster les tons de l'entrée</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>model statistics: carries the input's histogram to that of the imagery that the model was trained on, which helps with old film and foreign sensors. The brightness of the result changes with it.</source>
        <translation>model statistics : ramène l'histogramme de l'entrée à celui des images sur lesquelles le modèle a été entraîné, ce qui aide pour les films anciens et les autres capteurs. La luminosité du résultat change avec lui.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Resamples the raster to the cell size that the model was trained on, and the result back to the raster's own grid. A model that keeps the lightness keeps that of the full raster.</source>
        <translation>Rééchantillonne le raster à la taille de pixel sur laquelle le modèle a été entraîné, puis ramène le résultat sur la grille du raster. Un modèle qui conserve la luminosité conserve celle du raster complet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Average over flips and turns</source>
        <translation>Moyenner sur les symétries et rotations</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Translates each tile in eight directions and takes the mean: a little better, eight times slower.</source>
        <translation>Traduit chaque tuile dans huit directions et prend la moyenne : un peu mieux, huit fois plus lent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Add a band with the uncertainty</source>
        <translation>Ajouter une bande avec l'incertitude</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>How much those eight directions differ at a pixel, in units of the output: where it is large, the model is guessing. Eight times slower.</source>
        <translation>Écart entre ces huit directions en un pixel, en unités de la sortie : là où il est grand, le modèle devine. Huit fois plus lent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Go on where an interrupted run stopped</source>
        <translation>Reprendre là où une exécution a été interrompue</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>For rasters over 50 million pixels: finished parts are kept beside the output until it is complete, so that the same job need not begin anew.</source>
        <translation>Pour les rasters de plus de 50 millions de pixels : les parties terminées sont gardées à côté de la sortie jusqu'à ce qu'elle soit complète, afin que le même travail n'ait pas à recommencer.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Address of a Dask scheduler</source>
        <translation>Adresse d'un ordonnanceur Dask</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Lets several machines share the work: tcp://server:8786, where dask scheduler runs on server and dask worker on each machine. All of them must reach the raster and the model by the same paths. A run that is interrupted begins anew. Empty means this machine alone.</source>
        <translation>Répartit le travail entre plusieurs machines : tcp://server:8786, où dask scheduler tourne sur server et dask worker sur chaque machine. Toutes doivent atteindre le raster et le modèle par les mêmes chemins. Une exécution interrompue recommence à zéro. Vide signifie cette machine seule.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>INPUT gives {given} band(s) and the model {model} needs {needed}.</source>
        <translation>INPUT fournit {given} bande(s) et le modèle {model} en demande {needed}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Colorize historical photos</source>
        <translation>Coloriser des photos historiques</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>From today's colour orthophoto to a colour version of an old black-and-white photo in one go: in seconds, by giving the colours of the orthophoto to the model that comes with the plugin, or in minutes, by training a model on the orthophoto that copes with the faults of old film.</source>
        <translation>De l'orthophoto en couleur d'aujourd'hui à une version en couleur d'une vieille photo en noir et blanc, d'un seul coup : en quelques secondes, en donnant les couleurs de l'orthophoto au modèle fourni avec l'extension, ou en quelques minutes, en entraînant sur l'orthophoto un modèle qui vient à bout des défauts des vieilles pellicules.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>From today's colour orthophoto to a colour version of an old black-and-white photo in one go: cuts training chips from the orthophoto and its grey picture, trains a model on them that copes with the faults of old film, and runs it over the old photo.</source>
        <translation>De l'orthophoto couleur d'aujourd'hui à une version en couleur d'une ancienne photo en noir et blanc, d'un seul coup : découpe des imagettes d'entraînement dans l'orthophoto et son image grise, entraîne sur elles un modèle qui vient à bout des défauts des films anciens, et l'applique à l'ancienne photo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Colour orthophoto of today</source>
        <translation>Orthophoto couleur d'aujourd'hui</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Its first three bands are red, green and blue. It need not show the same ground as the old photo, but should show the same kind of landscape. Without a training it may be a web map, too.</source>
        <translation>Ses trois premières bandes sont le rouge, le vert et le bleu. Elle n'a pas besoin de montrer le même terrain que la vieille photo, mais devrait montrer le même genre de paysage. Sans entraînement, ce peut être aussi une carte en ligne.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Historical photo</source>
        <translation>Photo historique</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The black-and-white photo; its first band is used.</source>
        <translation>La photo en noir et blanc ; sa première bande est utilisée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Train a model on the orthophoto (minutes)</source>
        <translation>Entraîner un modèle sur l'orthophoto (minutes)</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>No: the photo has colours in seconds. Yes: the better second step, for which the parameters below are; it needs PyTorch. A script that sets one of those and not this one trains.</source>
        <translation>Non : la photo a des couleurs en quelques secondes. Oui : la deuxième étape, meilleure, à laquelle servent les paramètres ci-dessous ; elle a besoin de PyTorch. Un script qui définit l'un de ceux-ci et pas celui-là entraîne.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Colour photo</source>
        <translation>Photo en couleur</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The old photo in colour, on its own grid and with its own detail.</source>
        <translation>L'ancienne photo en couleur, sur sa propre grille et avec ses propres détails.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The trained model, or without a training the base model with the colours of the orthophoto. Keep it to colorize more photos of the place with Classify Pixels.</source>
        <translation>Le modèle entraîné, ou sans entraînement le modèle de base avec les couleurs de l'orthophoto. Gardez-le pour coloriser d'autres photos du lieu avec « Classer les pixels ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The photo gets the colours of the orthophoto without a training; with TRAIN a model learns from it.</source>
        <translation>La photo reçoit les couleurs de l'orthophoto sans entraînement ; avec TRAIN, un modèle en apprend.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>EXTENT chooses no part of TARGET ({layer}) that can be cut out; choose another one, or leave it empty.</source>
        <translation>EXTENT ne choisit aucune partie de TARGET ({layer}) qui puisse être découpée ; choisissez une autre emprise, ou laissez-la vide.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Compare Images</source>
        <translation>Comparer des images</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Makes a page on which one picture is swiped over another, to see what a translation has changed. It opens in any browser and can be sent to others.</source>
        <translation>Crée une page où une image se balaie par-dessus une autre, pour voir ce qu'une traduction a changé. Elle s'ouvre dans n'importe quel navigateur et peut être envoyée à d'autres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>One band for grey, three for red, green and blue; none chosen means the first ones.</source>
        <translation>Une bande pour le gris, trois pour rouge, vert et bleu ; sans choix, les premières.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Before</source>
        <translation>Avant</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The raster on the left, for example the grey air photo.</source>
        <translation>Le raster de gauche, par exemple la photo aérienne grise.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Bands of before</source>
        <translation>Bandes d'avant</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>After</source>
        <translation>Après</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The raster on the right, of the same ground; the other one is brought onto its grid.</source>
        <translation>Le raster de droite, du même terrain ; l'autre est ramené sur sa grille.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Bands of after</source>
        <translation>Bandes d'après</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Only this part is shown, hence in more detail. Empty means all of the raster after.</source>
        <translation>Seule cette partie est montrée, donc plus en détail. Vide signifie tout le raster d'après.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Size of the pictures (pixels)</source>
        <translation>Taille des images (pixels)</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The longer side, at most; smaller rasters are shown as they are.</source>
        <translation>Le côté le plus long, au plus ; les rasters plus petits sont montrés tels quels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Truth</source>
        <translation>Vérité</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>What the raster after should be, where that is known: then figures of both rasters against it stand below the pictures. Evaluate Model tells more.</source>
        <translation>Ce que le raster d'après devrait être, là où c'est connu : les chiffres des deux rasters par rapport à lui figurent alors sous les images. « Évaluer un modèle » en dit plus.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Bands of the truth</source>
        <translation>Bandes de la vérité</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>None chosen means all, or as many as the other raster has.</source>
        <translation>Sans choix, toutes, ou autant que l'autre raster en a.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>{figure} of the raster after</source>
        <translation>{figure} du raster d'après</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>{figure} of the raster before</source>
        <translation>{figure} du raster d'avant</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Device</source>
        <translation>Périphérique</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>automatic uses the graphics card when the installed onnxruntime can, else the processor; the log names the one in use.</source>
        <translation>automatic utilise la carte graphique si l'onnxruntime installé le peut, sinon le processeur ; le journal indique lequel est utilisé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Processor threads (0: all)</source>
        <translation>Fils d'exécution du processeur (0 : tous)</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Fewer threads leave room for other work.</source>
        <translation>Moins de fils laissent de la place à d'autres travaux.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Engine</source>
        <translation>Moteur</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>automatic: onnxruntime, and for large rasters PyTorch or OpenVINO where they are installed and the processor has bfloat16, which makes them faster. The log names the one in use.</source>
        <translation>automatic : onnxruntime et, pour les grands rasters, PyTorch ou OpenVINO s'ils sont installés et si le processeur dispose de bfloat16, qui les rend plus rapides. Le journal indique lequel est utilisé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Precision</source>
        <translation>Précision</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>float32 is exact and always runs. bfloat16 has half the bits: faster on processors made for it, and off by a fraction of a grey level on average. automatic leaves it to the engine.</source>
        <translation>float32 est exact et fonctionne toujours. bfloat16 a moitié moins de bits : plus rapide sur les processeurs prévus pour, avec un écart moyen d'une fraction de niveau de gris. automatic laisse le moteur décider.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Tile size (pixels, 0: automatic)</source>
        <translation>Taille des tuiles (pixels, 0 : automatique)</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>automatic takes the size that covers the raster with the least work. Larger tiles give the model more context and need more memory.</source>
        <translation>automatic prend la taille qui couvre le raster avec le moins de travail. Des tuiles plus grandes donnent plus de contexte au modèle et demandent plus de mémoire.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Overlap (pixels, -1: automatic)</source>
        <translation>Recouvrement (pixels, -1 : automatique)</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Neighbouring tiles are blended over this many pixels, so no seam shows.</source>
        <translation>Les tuiles voisines sont fondues sur ce nombre de pixels, pour qu'aucune couture ne se voie.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Blending</source>
        <translation>Fondu</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>How one tile passes into the next within the overlap: linear is straight, hann begins and ends gently, which suits models whose tiles differ much.</source>
        <translation>Passage d'une tuile à la suivante dans le recouvrement : linear est rectiligne, hann commence et finit en douceur, ce qui convient aux modèles dont les tuiles diffèrent beaucoup.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Tiles a batch (0: automatic)</source>
        <translation>Tuiles par lot (0 : automatique)</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>How many tiles the model works on at once.</source>
        <translation>Nombre de tuiles que le modèle traite à la fois.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>Evaluate Model</source>
        <translation>Évaluer un modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>Tells how good a model is on imagery whose truth is known: on the test chips of a folder, or on a pair of rasters. Also judges a finished result against the truth. The figures stand beside those of the input copied and of a fitted curve, which a model must beat, with their spread over blocks.</source>
        <translation>Dit ce que vaut un modèle sur des images dont la vérité est connue : sur les imagettes de test d'un dossier, ou sur une paire de rasters. Juge aussi un résultat fini par rapport à la vérité. Les chiffres figurent à côté de ceux de l'entrée copiée et d'une courbe ajustée, qu'un modèle doit dépasser, avec leur dispersion entre blocs.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>accuracy,quality,error,compare,validation,test,PSNR,SSIM,report</source>
        <translation>exactitude,qualité,erreur,comparer,validation,test,PSNR,SSIM,rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>CHIPS {folder} does not exist; export training chips first.</source>
        <translation>CHIPS {folder} n'existe pas ; exportez d'abord des imagettes d'entraînement.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The model that is judged, on a folder of chips or on a pair of input raster and truth; starter is the one that comes with the plugin. Empty to judge a finished result.</source>
        <translation>Le modèle que l'on juge, sur un dossier d'imagettes ou sur une paire formée du raster d'entrée et de la vérité ; starter est celui livré avec l'extension. Vide pour juger un résultat fini.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Chips</source>
        <translation>Imagettes</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>A folder made by Export Training Chips: the model is judged on its test chips, which no training has seen. Several folders with the same bands may be given, separated by semicolons.</source>
        <translation>Un dossier créé par « Exporter des imagettes d'entraînement » : le modèle est jugé sur ses imagettes de test, qu'aucun entraînement n'a vues. Plusieurs dossiers aux mêmes bandes peuvent être donnés, séparés par des points-virgules.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Which chips</source>
        <translation>Quelles imagettes</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>automatic: those for testing, or those for validation where there are none, by which a training chooses its best epoch. The report says which were taken.</source>
        <translation>automatic : celles de test ou, s'il n'y en a pas, celles de validation, d'après lesquelles un entraînement choisit sa meilleure époque. Le rapport dit lesquelles ont été prises.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The raster that the model translates. Beside a finished result, the raster that it was made from, so that the figures stand beside those of the input copied and of a fitted curve.</source>
        <translation>Le raster que le modèle traduit. Avec un résultat fini, le raster dont il a été tiré, afin que les chiffres figurent à côté de ceux de l'entrée copiée et d'une courbe ajustée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>A finished raster that is judged, made by Classify Pixels or by anything else.</source>
        <translation>Un raster fini que l'on juge, créé par « Classer les pixels » ou par autre chose.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Bands of the result</source>
        <translation>Bandes du résultat</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>What the result should be: real imagery of the same ground. It is brought onto the result's grid.</source>
        <translation>Ce que le résultat devrait être : des images réelles du même terrain. Elles sont ramenées sur la grille du résultat.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Only this part of the rasters is judged. Empty means all of them.</source>
        <translation>Seule cette partie des rasters est jugée. Vide signifie les rasters entiers.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Outside these polygons nothing counts: to leave out clouds, for example.</source>
        <translation>En dehors de ces polygones, rien ne compte : pour écarter les nuages, par exemple.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Block size (pixels, 0: automatic)</source>
        <translation>Taille des blocs (pixels, 0 : automatique)</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Rasters are judged in square blocks, over which the spread of the figures is told. automatic: 256, or less where there would be few. Each chip is a block of its own. Values from 1 to 15 are refused.</source>
        <translation>Les rasters sont jugés par blocs carrés, entre lesquels la dispersion des chiffres est indiquée. automatic : 256, ou moins là où il y en aurait peu. Chaque imagette est un bloc à elle seule. Les valeurs de 1 à 15 sont refusées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Range of the values (0: automatic)</source>
        <translation>Plage des valeurs (0 : automatique)</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The span that PSNR and SSIM refer to. automatic: 255 for 8-bit values; else the range that the model writes, or without a model that of the truth but for its extreme thousandths.</source>
        <translation>L'étendue à laquelle se rapportent PSNR et SSIM. automatic : 255 pour des valeurs 8 bits ; sinon la plage qu'écrit le modèle ou, sans modèle, celle de la vérité sans ses millièmes extrêmes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>As in Classify Pixels, for a model that is judged on rasters.</source>
        <translation>Comme dans « Classer les pixels », pour un modèle jugé sur des rasters.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>A page with the figures, their spread over the blocks, a map of them, and pictures of typical blocks. It needs no other file.</source>
        <translation>Une page avec les chiffres, leur dispersion entre les blocs, une carte de ceux-ci et des images de blocs typiques. Elle n'a besoin d'aucun autre fichier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>CSV files (*.csv)</source>
        <translation>Fichiers CSV (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The figures of every block and method, and those of the whole.</source>
        <translation>Les chiffres de chaque bloc et de chaque méthode, et ceux de l'ensemble.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>{figure} of the input copied</source>
        <translation>{figure} de l'entrée copiée</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>{figure} of the fitted curve</source>
        <translation>{figure} de la courbe ajustée</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Number of blocks or chips judged</source>
        <translation>Nombre de blocs ou d'imagettes jugés</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Input raster (what the model will be given)</source>
        <translation>Raster d'entrée (ce que le modèle recevra)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The kind of imagery that you want to translate, over the same ground as the target. It may be the same raster as the target. Leave it empty when the grey picture is made from the target.</source>
        <translation>Le type d'images que vous voulez traduire, sur le même terrain que la cible. Ce peut être le même raster que la cible. Laissez vide si l'image grise est faite à partir de la cible.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Bands of the input raster to use; none chosen means all of them.</source>
        <translation>Bandes du raster d'entrée à utiliser ; sans choix, toutes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Target raster (what the model must produce)</source>
        <translation>Raster cible (ce que le modèle doit produire)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The kind of imagery that you want to get, for example today's colour orthophoto.</source>
        <translation>Le type d'images que vous voulez obtenir, par exemple l'orthophoto couleur d'aujourd'hui.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Target bands</source>
        <translation>Bandes de la cible</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Bands of the target raster to use; none chosen means all of them.</source>
        <translation>Bandes du raster cible à utiliser ; sans choix, toutes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Make the input from the target: its grey picture</source>
        <translation>Faire l'entrée à partir de la cible : son image grise</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The input is the brightness of the target's first three bands (Rec. 601 luma), so that one colour orthophoto is enough to learn colorization.</source>
        <translation>L'entrée est la luminosité des trois premières bandes de la cible (luma Rec. 601), de sorte qu'une orthophoto couleur suffit pour apprendre la colorisation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Only chips that lie wholly in this rectangle are exported. Empty means all of the area that both rasters cover.</source>
        <translation>Seules les imagettes entièrement situées dans ce rectangle sont exportées. Vide signifie toute la zone couverte par les deux rasters.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Only chips at these polygons are exported, by the rule that comes next.</source>
        <translation>Seules les imagettes situées sur ces polygones sont exportées, selon la règle qui suit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips to take at the mask</source>
        <translation>Imagettes à prendre sur le masque</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>intersects: every chip that touches a polygon; within: only chips that lie wholly in the polygons.</source>
        <translation>intersects : toute imagette qui touche un polygone ; within : seulement les imagettes entièrement situées dans les polygones.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Grid of the chips</source>
        <translation>Grille des imagettes</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Where the rasters differ in coordinate reference system, cell size or position, both are brought onto one grid: that of the target, that of the input, or the finer one. The raster that lies on it already is not changed by a single pixel.</source>
        <translation>Lorsque les rasters diffèrent par le système de coordonnées de référence, la taille de pixel ou la position, tous deux sont ramenés sur une même grille : celle de la cible (target), celle de l'entrée (input) ou la plus fine (finer). Le raster qui s'y trouve déjà n'est pas modifié d'un seul pixel.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Cell size (0: that of the grid)</source>
        <translation>Taille de pixel (0 : celle de la grille)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Width and height of a pixel of the chips, in units of the grid's coordinate reference system. A model works best at the cell size that it was trained at.</source>
        <translation>Largeur et hauteur d'un pixel des imagettes, en unités du système de coordonnées de référence de la grille. Un modèle fonctionne le mieux à la taille de pixel sur laquelle il a été entraîné.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Resampling</source>
        <translation>Rééchantillonnage</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>How pixels are brought onto the grid; used only for a raster that lies on another one, and for chips turned by an angle. nearest suits classes and is half a pixel off for pictures.</source>
        <translation>Manière de ramener les pixels sur la grille ; sert seulement pour un raster situé sur une autre grille et pour les imagettes tournées d'un angle. nearest convient aux classes et décale les images d'un demi-pixel.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Chip size (pixels)</source>
        <translation>Taille des imagettes (pixels)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Width and height of a chip. 256 suits Pix2Pix; at least 32.</source>
        <translation>Largeur et hauteur d'une imagette. 256 convient à Pix2Pix ; au moins 32.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Stride (pixels)</source>
        <translation>Pas (pixels)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Distance from one chip to the next. Half the chip size gives overlapping chips, hence more of them from a small area; the chip size or more gives chips without overlap.</source>
        <translation>Distance d'une imagette à la suivante. La moitié de la taille donne des imagettes qui se recouvrent, donc plus nombreuses sur une petite zone ; la taille entière ou plus donne des imagettes sans recouvrement.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Image format</source>
        <translation>Format d'image</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>TIFF holds every data type and any number of bands; PNG holds 1 or 3 bands of whole numbers; JPEG changes pixels a little and holds 8-bit pictures.</source>
        <translation>TIFF accepte tout type de données et un nombre quelconque de bandes ; PNG accepte 1 ou 3 bandes de nombres entiers ; JPEG modifie un peu les pixels et accepte les images 8 bits.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Largest share of NoData in a chip (%)</source>
        <translation>Part maximale de NoData dans une imagette (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips with more invalid pixels than this, in input or target, are skipped.</source>
        <translation>Les imagettes ayant plus de pixels invalides que cela, dans l'entrée ou la cible, sont ignorées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Turned chips</source>
        <translation>Imagettes tournées</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>More training chips: each one again by 90, 180 and 270 degrees (quarter turns), or once by an angle of your choice. They are read from the rasters, so that no corner is black. Training turns and flips chips by quarters anyway.</source>
        <translation>Davantage d'imagettes d'entraînement : chacune de nouveau tournée de 90, 180 et 270 degrés (quarter turns), ou une fois d'un angle de votre choix (angle). Elles sont lues dans les rasters, de sorte qu'aucun coin n'est noir. L'entraînement tourne et retourne de toute façon les imagettes par quarts de tour.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Angle of the turned chips (degrees)</source>
        <translation>Angle des imagettes tournées (degrés)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Counter-clockwise; used when turned chips are set to angle.</source>
        <translation>Dans le sens antihoraire ; sert lorsque angle est choisi pour les imagettes tournées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Largest number of chips (0: no limit)</source>
        <translation>Nombre maximal d'imagettes (0 : sans limite)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>For huge rasters: take a random sample, spread evenly over the area. Turned chips are not counted.</source>
        <translation>Pour les rasters immenses : un échantillon aléatoire, réparti uniformément sur la zone. Les imagettes tournées ne sont pas comptées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The same seed gives the same sample and the same split.</source>
        <translation>La même graine donne le même échantillon et la même répartition.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips kept for validation (%)</source>
        <translation>Imagettes réservées à la validation (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Share of the chips that training never sees, so that its figures are honest. They are taken in blocks, and training chips that overlap them are left out.</source>
        <translation>Part des imagettes que l'entraînement ne voit jamais, afin que ses chiffres soient honnêtes. Elles sont prises par blocs, et les imagettes d'entraînement qui les recouvrent sont écartées.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips kept for a final test (%)</source>
        <translation>Imagettes réservées à un test final (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>A further share, used neither for training nor to choose the best epoch.</source>
        <translation>Une part supplémentaire, qui ne sert ni à l'entraînement ni au choix de la meilleure époque.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>If the folder already holds chips</source>
        <translation>Si le dossier contient déjà des imagettes</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>refuse: stop without touching them; append: add the new chips, which must be of the same kind and grid; replace: put the new chips in their place once they are complete.</source>
        <translation>refuse : s'arrêter sans y toucher ; append : ajouter les nouvelles imagettes, qui doivent être du même type et de la même grille ; replace : mettre les nouvelles imagettes à leur place une fois complètes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Training chips</source>
        <translation>Imagettes d'entraînement</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The folder to make. It holds images/ (the input), images2/ (the target) and chips.json, in the layout of ArcGIS's Export Tiles, and appears only when the export is complete.</source>
        <translation>Le dossier à créer. Il contient images/ (l'entrée), images2/ (la cible) et chips.json, selon la structure « Export Tiles » d'ArcGIS, et n'apparaît qu'une fois l'export complet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chip footprints</source>
        <translation>Emprises des imagettes</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The outline of each chip with its split, its share of NoData and its angle, in a colour for each split. Left temporary it is the file footprints.gpkg in the folder of the chips; else a copy of it.</source>
        <translation>Le contour de chaque imagette avec sa répartition, sa part de NoData et son angle, d'une couleur par répartition. En sortie temporaire, c'est le fichier footprints.gpkg du dossier des imagettes ; sinon une copie de celui-ci.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Contact sheet</source>
        <translation>Planche-contact</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>A page with sample pairs, histograms and counts, to see at a glance whether the chips are what you want. It opens in any browser.</source>
        <translation>Une page avec des paires d'exemple, des histogrammes et des effectifs, pour voir d'un coup d'œil si les imagettes conviennent. Elle s'ouvre dans n'importe quel navigateur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Number of chips</source>
        <translation>Nombre d'imagettes</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips left out</source>
        <translation>Imagettes écartées</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py"/>
        <source>Export Training Chips</source>
        <translation>Exporter des imagettes d'entraînement</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py"/>
        <source>Cuts a pair of rasters into small image chips from which a model learns to turn the first kind of imagery into the second: for example a grey picture into colour.</source>
        <translation>Découpe une paire de rasters en petites imagettes à partir desquelles un modèle apprend à transformer le premier type d'images en le second : par exemple une image grise en couleur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py"/>
        <source>INPUT is empty: choose an input raster, or tick GREY_FROM_TARGET to make it from the target.</source>
        <translation>INPUT est vide : choisissez un raster d'entrée, ou cochez GREY_FROM_TARGET pour le faire à partir de la cible.</translation>
    </message>
    <message>
        <location filename="../processing_provider/figure_outputs.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>PSNR (dB)</source>
        <translation>PSNR (dB)</translation>
    </message>
    <message>
        <location filename="../processing_provider/figure_outputs.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>SSIM</source>
        <translation>SSIM</translation>
    </message>
    <message>
        <location filename="../processing_provider/figure_outputs.py"/>
        <source>MAE</source>
        <translation>MAE</translation>
    </message>
    <message>
        <location filename="../processing_provider/figure_outputs.py"/>
        <source>RMSE</source>
        <translation>RMSE</translation>
    </message>
    <message>
        <location filename="../processing_provider/figure_outputs.py"/>
        <source>R²</source>
        <translation>R²</translation>
    </message>
    <message>
        <location filename="../processing_provider/figure_outputs.py"/>
        <source>Angular error (degrees)</source>
        <translation>Erreur angulaire (degrés)</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{percent} %: {step}, {time} left</source>
        <translation>{percent} % : {step}, il reste {time}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>Cancelled.</source>
        <translation>Annulé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>Where QGIS writes below that the execution failed, it means that you have stopped it: nothing has gone wrong.</source>
        <translation>Si QGIS écrit ci-dessous que l'exécution a échoué, cela signifie seulement que vous l'avez arrêtée : rien ne s'est mal passé.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{parameter} cannot be opened as a raster: {value}</source>
        <translation>{parameter} ne peut pas être ouvert comme raster : {value}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{parameter} ({layer}) is a {kind} layer without pixels to read; save it as a GeoTIFF first.</source>
        <translation>{parameter} ({layer}) est une couche {kind} sans pixels lisibles ; enregistrez-la d'abord en GeoTIFF.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{parameter} cannot be opened as a polygon layer: {value}</source>
        <translation>{parameter} ne peut pas être ouvert comme couche de polygones : {value}</translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>{parameter} cannot be opened as a point layer: {value}</source>
        <translation>{parameter} ne peut pas être ouvert comme couche de points : {value}</translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>{parameter} ({layer}) has no field for colours: those of its symbols are taken.</source>
        <translation>{parameter} ({layer}) n'a pas de champ de couleurs : celles de ses symboles sont prises.</translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>{parameter} ({layer}) has neither a field for colours (red, green and blue, or colour, or ground) nor symbols that show one; add such a field, or style the layer.</source>
        <translation>{parameter} ({layer}) n'a ni champ de couleurs (red, green et blue, ou colour, ou ground) ni symboles qui en montrent une ; ajoutez un tel champ, ou donnez un style à la couche.</translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>The points of {parameter} cannot be written to a temporary file: {problem}</source>
        <translation>Les points de {parameter} ne peuvent pas être écrits dans un fichier temporaire : {problem}</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>From {input} ({from_names}) to {output} ({to_names}).</source>
        <translation>De {input} ({from_names}) vers {output} ({to_names}).</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>Of the {count} bands of {layer} it is given: {bands}.</source>
        <translation>Des {count} bandes de {layer}, il reçoit : {bands}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>luma</source>
        <translation>luma</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>Band {number}</source>
        <translation>Bande {number}</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>1 band</source>
        <translation>1 bande</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>{count} bands</source>
        <translation>{count} bandes</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Colour pictures of the place</source>
        <translation>Images en couleur du lieu</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Rasters in colour that show the same kind of country, such as an orthophoto of today, a Sentinel-2 scene or a web map: in seconds, without training, the model's colours become those of the place. They may be coarser or finer and of another date, and lie beside the photo; where they cover it, what has not changed gets its own colour. Web maps are read around the photo.</source>
        <translation>Des rasters en couleur qui montrent le même genre de pays, comme une orthophoto d'aujourd'hui, une scène Sentinel-2 ou une carte en ligne : en quelques secondes et sans entraînement, les couleurs du modèle deviennent celles du lieu. Ils peuvent être plus grossiers ou plus fins, d'une autre date, et se trouver à côté de la photo ; là où ils la couvrent, ce qui n'a pas changé reçoit sa propre couleur. Les cartes en ligne sont lues autour de la photo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Points on the photo whose colour is known: this roof was red, this was grass. What looks alike gets their colours, near them more than far away. Fields red, green and blue, or colour (#rrggbb or a name), or ground say the colours, else the symbols of the layer. The tool Known Colour of the plugin makes such points by clicks.</source>
        <translation>Des points sur la photo dont la couleur est connue : ce toit était rouge, ceci était de l'herbe. Ce qui leur ressemble reçoit leurs couleurs, près d'eux plus que loin. Les couleurs sont dans les champs red, green et blue, ou colour (#rrggbb ou un nom), ou ground, sinon dans les symboles de la couche. L'outil « Couleur connue » de l'extension crée de tels points par des clics.</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Model with the colours of the place</source>
        <translation>Modèle avec les couleurs du lieu</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Model package (*.dlpk)</source>
        <translation>Paquet de modèle (*.dlpk)</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>The model with the colours of the place in one package, for other photos of the place: with it Classify Pixels needs the pictures no more. What is known of single spots is not in it.</source>
        <translation>Le modèle avec les couleurs du lieu dans un paquet, pour d'autres photos du lieu : avec lui, « Classer les pixels » n'a plus besoin des images. Ce qui est connu d'endroits isolés n'y est pas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>ADAPTED_MODEL needs a REFERENCE or KNOWN_COLOURS; give one, or leave it empty.</source>
        <translation>ADAPTED_MODEL a besoin de REFERENCE ou de KNOWN_COLOURS ; donnez-en un, ou laissez-le vide.</translation>
    </message>
    <message>
        <location filename="../processing_provider/provider.py"/>
        <source>Python interpreter that has onnxruntime and torch</source>
        <translation>Interpréteur Python qui dispose d'onnxruntime et de torch</translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>the environment variable IMAGE_TRANSLATION_PYTHON</source>
        <translation>la variable d'environnement IMAGE_TRANSLATION_PYTHON</translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>the settings</source>
        <translation>les paramètres</translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>The Python interpreter {path} named in {origin} does not exist.</source>
        <translation>L'interpréteur Python {path} indiqué dans {origin} n'existe pas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>The Python packages {packages} are missing: choose Plugins &gt; Image Translation &gt; Python Environment, or name an interpreter that has them under Settings &gt; Options &gt; Processing &gt; Providers &gt; Image Translation.</source>
        <translation>Il manque les paquets Python {packages} : choisissez Extensions &gt; Image Translation &gt; Environnement Python, ou indiquez un interpréteur qui les a dans Préférences &gt; Options &gt; Traitement &gt; Fournisseurs de services &gt; Image Translation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Data type of the output</source>
        <translation>Type de données de la sortie</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>of the model: what it was trained to make, Byte for colour. Other types get the same values, rounded and clipped to their range.</source>
        <translation>of the model : celui pour lequel il a été entraîné, Byte pour la couleur. Les autres types reçoivent les mêmes valeurs, arrondies et bornées à leur plage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Format of the output</source>
        <translation>Format de la sortie</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>GeoTIFF: tiled and compressed. cloud optimized GeoTIFF: also ordered so that a web server can give out parts of it; written at the end from a temporary file beside it.</source>
        <translation>GeoTIFF : tuilé et compressé. cloud optimized GeoTIFF : en plus ordonné pour qu'un serveur web puisse en fournir des parties ; écrit à la fin à partir d'un fichier temporaire voisin.</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Creation options</source>
        <translation>Options de création</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>GDAL's options for that format as KEY=VALUE, separated by | signs, in place of those that are set by default (DEFLATE compression with predictor, tiles): COMPRESS=ZSTD, say.</source>
        <translation>Options de GDAL pour ce format sous la forme KEY=VALUE, séparées par des signes |, à la place de celles par défaut (compression DEFLATE avec prédicteur, tuiles) : par exemple COMPRESS=ZSTD.</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Add overviews</source>
        <translation>Ajouter des aperçus</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Smaller copies inside the file, so that it is drawn quickly at every scale; a third more space. A cloud optimized GeoTIFF always has them.</source>
        <translation>Des copies réduites dans le fichier, pour un affichage rapide à toute échelle ; un tiers de place en plus. Un cloud optimized GeoTIFF en a toujours.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>By preset: {values}.</source>
        <translation>Selon la recette (Preset) : {values}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Colour handling</source>
        <translation>Traitement de la couleur</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>automatic chooses by the chips, except for the preset Classic, which is direct. luma and chroma, and Lab: the brightness of the input is kept and only its colour is predicted (one band to red, green, blue); Lab through tanh: as colorizers are published. residual: what a fitted curve misses is predicted (any bands). direct: every band is predicted as it is, as in the original Pix2Pix.</source>
        <translation>automatic choisit d'après les imagettes, sauf pour la recette Classic, qui est direct. luma and chroma, et Lab : la luminosité de l'entrée est conservée et seule sa couleur est prédite (une bande vers rouge, vert, bleu) ; Lab through tanh : comme les coloriseurs publiés. residual : ce qui échappe à une courbe ajustée est prédit (toutes bandes). direct : chaque bande est prédite telle quelle, comme dans le Pix2Pix d'origine.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Adversarial loss</source>
        <translation>Perte antagoniste</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>How the discriminator judges; vanilla is that of the original Pix2Pix. {}</source>
        <translation>Manière de juger du discriminateur ; vanilla est celle du Pix2Pix d'origine. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weight of the pixel loss</source>
        <translation>Poids de la perte par pixel</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Higher: closer to the target on average; lower: crisper, more inventive. {}</source>
        <translation>Plus élevé : plus proche de la cible en moyenne ; plus faible : plus net, plus inventif. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Pixel loss</source>
        <translation>Perte par pixel</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>What compares output and target pixel by pixel. L1: the mean difference, as the original Pix2Pix. L2: the mean square, which asks for the mean of all that is likely: the best PSNR and paler colours. {}</source>
        <translation>Ce qui compare sortie et cible pixel par pixel. L1 : la différence moyenne, comme le Pix2Pix d'origine. L2 : le carré moyen, qui demande la moyenne de tout ce qui est probable : le meilleur PSNR et des couleurs plus pâles. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weight of feature matching</source>
        <translation>Poids de la correspondance de caractéristiques</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Makes what the discriminator sees in the output like what it sees in the target, which steadies the training; 0 switches it off. {}</source>
        <translation>Rapproche ce que le discriminateur voit dans la sortie de ce qu'il voit dans la cible, ce qui stabilise l'entraînement ; 0 la désactive. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weight of the perceptual loss</source>
        <translation>Poids de la perte perceptuelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Compares output and target through an encoder that has learned from photographs (see Encoder), whose weights must be on this computer; 0 switches it off. {}</source>
        <translation>Compare la sortie et la cible au moyen d'un encodeur qui a appris sur des photographies (voir Encodeur), dont les poids doivent se trouver sur cet ordinateur ; 0 la désactive. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Share of the training before the discriminator joins (%)</source>
        <translation>Part de l'entraînement avant l'arrivée du discriminateur (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>First the pixel loss alone, which is fast; 0 is the original Pix2Pix and 100 trains without a discriminator. {}</source>
        <translation>D'abord la perte par pixel seule, ce qui est rapide ; 0 est le Pix2Pix d'origine et 100 entraîne sans discriminateur. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Augmentation</source>
        <translation>Augmentation de données</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>flips and quarter turns shows each chip in eight directions, input and target alike. The next three do so as well, and change the input alone. historic film: tones, blur, grain, uneven light, scratches and dust, so that a model trained on imagery of today copes with old photographs. tone: brightness and contrast a little, for imagery of other cameras. mixed: half of the chips as they are, the others as in these two, for a model that is to cope with both. Figures are always for unchanged chips. {}</source>
        <translation>flips and quarter turns (retournements et quarts de tour) montre chaque imagette dans huit directions, entrée et cible ensemble. Les trois suivants le font aussi et ne changent que l'entrée. historic film : tons, flou, grain, lumière inégale, rayures et poussière, pour qu'un modèle entraîné sur des images d'aujourd'hui s'accommode de photos anciennes. tone : un peu la luminosité et le contraste, pour les images d'autres caméras. mixed : la moitié des imagettes telles quelles, les autres comme dans ces deux-là, pour un modèle qui doit convenir aux deux. Les chiffres sont toujours pour des imagettes inchangées. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Chips a step</source>
        <translation>Imagettes par pas</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>The batch size. More chips a step need more memory; when it does not suffice, the batch is halved and the log says so. {}</source>
        <translation>La taille de lot (batch size). Davantage d'imagettes par pas demandent plus de mémoire ; si elle ne suffit pas, le lot est divisé par deux et le journal le dit. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Learning rate</source>
        <translation>Taux d'apprentissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Step width of the optimizer at the start. {}</source>
        <translation>Pas initial de l'optimiseur. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Schedule of the learning rate</source>
        <translation>Évolution du taux d'apprentissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>linear: constant in the first half of the training, then falling to 0 step by step. linear by epoch: the same once an epoch, as the original Pix2Pix. cosine: falls from the first step on, along half a wave. step: a tenth after two thirds. {}</source>
        <translation>linear : constant pendant la première moitié de l'entraînement, puis décroissant jusqu'à 0 pas à pas. linear by epoch : de même, une fois par époque, comme le Pix2Pix d'origine. cosine : décroît dès le premier pas, selon une demi-onde. step : un dixième après deux tiers. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Moving average of the weights</source>
        <translation>Moyenne mobile des poids</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>How much of the average stays at each step; the average is what is checked and kept. 0 switches it off. {}</source>
        <translation>Part de la moyenne conservée à chaque pas ; c'est la moyenne qui est vérifiée et gardée. 0 la désactive. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Generator filters (ngf)</source>
        <translation>Filtres du générateur (ngf)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>64 is the paper's network; 32 trains several times faster. {}</source>
        <translation>64 est le réseau de l'article ; 32 s'entraîne plusieurs fois plus vite. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Decoder</source>
        <translation>Décodeur</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>How the generator goes back to full size. transposed convolution is the paper's and may leave a checkerboard; resize enlarges and then convolves; pixel shuffle puts channels beside each other. {}</source>
        <translation>Manière dont le générateur revient à la pleine taille. transposed convolution est celle de l'article et peut laisser un damier ; resize agrandit puis convolue ; pixel shuffle place les canaux côte à côte. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Normalization</source>
        <translation>Normalisation</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>batch uses the same figures for every tile, so that tiles agree; instance uses each tile's own. {}</source>
        <translation>batch utilise les mêmes chiffres pour toutes les tuiles, qui s'accordent donc ; instance utilise ceux de chaque tuile. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Probability with which values in the generator are left out while it learns, from 0 to 0.95. {}</source>
        <translation>Probabilité d'ignorer des valeurs dans le générateur pendant l'apprentissage, de 0 à 0,95. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Discriminator</source>
        <translation>Discriminateur</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>PatchGAN is the paper's; two light PatchGANs look at full and at half resolution and cost less; VGG and DCGAN judge windows of 64 px as a whole. {}</source>
        <translation>PatchGAN est celui de l'article ; two light PatchGANs regardent à pleine et à demi-résolution et coûtent moins ; VGG et DCGAN jugent des fenêtres de 64 px dans leur ensemble. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Discriminator filters (ndf)</source>
        <translation>Filtres du discriminateur (ndf)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Encoder (backbone)</source>
        <translation>Encodeur (backbone)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>timm's name of the network for Pix2Pix with pretrained encoder and for the perceptual loss, for example mobilenetv2_100 (when empty), resnet34 or densenet121. A published system has its own.</source>
        <translation>Nom dans timm du réseau pour Pix2Pix with pretrained encoder et pour la perte perceptuelle, par exemple mobilenetv2_100 (si vide), resnet34 ou densenet121. Un système publié a le sien.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Pretrained encoder</source>
        <translation>Encodeur préentraîné</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Starts the encoder of the model types that have one with weights learned from photographs.</source>
        <translation>Commence l'encodeur des types de modèle qui en ont un avec des poids appris sur des photographies.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Encoder weights</source>
        <translation>Poids de l'encodeur</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
        <translation>Poids (*.safetensors *.pth *.pt *.bin)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>A file with the weights of that encoder, for computers without internet. When empty, those that timm publishes are used, downloaded once at the start of the first training.</source>
        <translation>Un fichier avec les poids de cet encodeur, pour les ordinateurs sans internet. Si vide, ceux que publie timm sont utilisés, téléchargés une fois au début du premier entraînement.</translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py"/>
        <source>Training</source>
        <translation>Entraînement</translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py"/>
        <source>Validation</source>
        <translation>Validation</translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py"/>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py"/>
        <source>Train Image Translation Model</source>
        <translation>Entraîner un modèle de traduction d'images</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py"/>
        <source>Learns from training chips how to turn one kind of imagery into another (Pix2Pix) and packs the model, ready for Classify Pixels. The best epoch is kept, judged on chips that the training never saw.</source>
        <translation>Apprend à partir d'imagettes d'entraînement à transformer un type d'images en un autre (Pix2Pix) et emballe le modèle, prêt pour « Classer les pixels ». La meilleure époque est gardée, jugée sur des imagettes que l'entraînement n'a jamais vues.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The folder made by Export Training Chips, or by ArcGIS's Export Training Data with the metadata format Export Tiles. Several folders with the same bands may be given, separated by semicolons.</source>
        <translation>Le dossier créé par « Exporter des imagettes d'entraînement », ou par « Export Training Data » d'ArcGIS avec le format de métadonnées « Export Tiles ». Plusieurs dossiers aux mêmes bandes peuvent être donnés, séparés par des points-virgules.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Further training chips</source>
        <translation>Autres imagettes d'entraînement</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Another folder of chips with the same bands to learn from as well, or several, separated by semicolons.</source>
        <translation>Un autre dossier d'imagettes aux mêmes bandes dont apprendre aussi, ou plusieurs, séparés par des points-virgules.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Preset</source>
        <translation>Recette (Preset)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The recipe. Fast: a small network, something good in ten minutes on a laptop. Balanced: the best result for the time on most computers. Classic: the original Pix2Pix, to compare with. Best: large networks, for a graphics card. Each of the advanced parameters that is set replaces what the preset has for it.</source>
        <translation>La recette. Fast : un petit réseau, un bon résultat en dix minutes sur un portable. Balanced : le meilleur résultat pour le temps sur la plupart des ordinateurs. Classic : le Pix2Pix d'origine, pour comparer. Best : de grands réseaux, pour une carte graphique. Chaque paramètre avancé renseigné remplace ce que la recette prévoit pour lui.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Model type</source>
        <translation>Type de modèle</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>automatic: from 8-bit grey to colour the starter model, which comes with the plugin, is trained further on the chips; Pix2Pix where that does not suit, where something of a network is set, and with the presets Classic and Best; the log says which and why. Pix2Pix: a U-Net generator judged by a PatchGAN discriminator. With a pretrained encoder the network has already learned from photographs what things look like, which helps when chips are few; it needs the Python package timm. Feature pyramid: that encoder stays as it is, and a small network learns which colours go with what it sees at a place and around it, without a discriminator: the most for the time from few chips. With a ResNet generator (6 or 9 residual blocks) there are fewer weights and more work a chip. The others are systems that others have published, to compare with: they bring their own recipe, and the preset adds nothing to it. For photographs: Pix2Pix as it is, for 200 epochs. MobileNetV2, DenseNet121: pretrained encoders, PatchGAN, Lab. Colorization CNN: a small network without a discriminator, Lab. Inception-ResNet-v2 fusion: the same told what the whole tile shows. Satellite GAN and Near-infrared GAN: made for windows of 64 px.</source>
        <translation>automatic : du gris 8 bits à la couleur, le modèle de départ (starter) livré avec l'extension continue d'être entraîné sur les imagettes ; c'est Pix2Pix là où il ne convient pas, là où quelque chose d'un réseau est réglé, et avec les recettes Classic et Best ; le journal dit lequel et pourquoi. Pix2Pix : un générateur U-Net jugé par un discriminateur PatchGAN. Avec un encodeur préentraîné (pretrained encoder), le réseau a déjà appris sur des photographies l'aspect des choses, ce qui aide quand les imagettes sont peu nombreuses ; il nécessite le paquet Python timm. Feature pyramid : cet encodeur reste tel quel et un petit réseau apprend, sans discriminateur, quelles couleurs vont avec ce qu'il voit à un endroit et autour : le maximum pour le temps avec peu d'imagettes. Avec un générateur ResNet (6 ou 9 blocs résiduels), il y a moins de poids et plus de travail par imagette. Les autres sont des systèmes publiés par d'autres, pour comparer : ils apportent leur propre recette, à laquelle la recette choisie n'ajoute rien. For photographs : Pix2Pix tel quel, pendant 200 époques. MobileNetV2, DenseNet121 : encodeurs préentraînés, PatchGAN, Lab. Colorization CNN : un petit réseau sans discriminateur, Lab. Inception-ResNet-v2 fusion : de même, mais informé de ce que montre toute la tuile. Satellite GAN et Near-infrared GAN : faits pour des fenêtres de 64 px.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Base model</source>
        <translation>Modèle de base</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Model package (*.dlpk starter)</source>
        <translation>Paquet de modèle (*.dlpk starter)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>A model package to start from (fine-tuning), for example one trained elsewhere, so that fewer chips and epochs are needed. It must have the bands of the chips; model type, colour handling and generator are taken from it. Empty, or starter: see the model type automatic. The report compares with the base model as it was, which is kept where no epoch is better.</source>
        <translation>Un paquet de modèle dont on part (affinage), par exemple entraîné ailleurs, pour qu'il faille moins d'imagettes et d'époques. Il doit avoir les bandes des imagettes ; le type de modèle, le traitement des couleurs et le générateur en sont repris. Vide, ou starter : voir le type de modèle automatic. Le rapport compare avec le modèle de base tel qu'il était, qui est gardé si aucune époque n'est meilleure.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Epochs, at most</source>
        <translation>Époques, au plus</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>How often the training goes through all chips. 0: as often as the model type was published with, for example 200 for photographs; 50 for the first four.</source>
        <translation>Combien de fois l'entraînement parcourt toutes les imagettes. 0 : autant que le type de modèle a été publié, par exemple 200 pour for photographs ; 50 pour les quatre premiers.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Minutes, at most (0: no limit)</source>
        <translation>Minutes, au plus (0 : sans limite)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The training ends after this time if the epochs are not done before, with its schedule fitted to it. The time of an interrupted run that is taken up counts too.</source>
        <translation>L'entraînement se termine après cette durée si les époques ne sont pas finies avant, son évolution y étant adaptée. La durée d'une exécution interrompue que l'on reprend compte aussi.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Stop early when nothing improves</source>
        <translation>Arrêter tôt quand rien ne s'améliore</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Ends the training after some epochs without a better figure on the validation chips (0: never). {}</source>
        <translation>Termine l'entraînement après quelques époques sans meilleur chiffre sur les imagettes de validation (0 : jamais). {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Validation chips</source>
        <translation>Imagettes de validation</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>A folder of chips of another place, with the same bands, that the training only checks itself on; several are separated by semicolons. The other chips are then all trained on. When empty, the split of the training chips is used.</source>
        <translation>Un dossier d'imagettes d'un autre lieu, aux mêmes bandes, sur lesquelles l'entraînement ne fait que se vérifier ; plusieurs sont séparés par des points-virgules. L'entraînement porte alors sur toutes les autres imagettes. Si vide, la répartition des imagettes d'entraînement est utilisée.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Validation share where the chips have none (%)</source>
        <translation>Part de validation si les imagettes n'en ont pas (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Keeps this share of the chips, in spatial blocks, for validation when the chips bring no validation chips of their own (those of ArcGIS never do).</source>
        <translation>Réserve cette part des imagettes, par blocs spatiaux, à la validation quand les imagettes n'apportent pas leurs propres imagettes de validation (celles d'ArcGIS jamais).</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Figure that decides which epoch is best</source>
        <translation>Chiffre qui décide de la meilleure époque</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Measured on the validation chips after each epoch.</source>
        <translation>Mesuré sur les imagettes de validation après chaque époque.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>automatic uses a graphics card when torch finds one, else the processor.</source>
        <translation>automatic utilise une carte graphique si torch en trouve une, sinon le processeur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>automatic uses 16 bits where the machine is faster with them, except for the preset Classic.</source>
        <translation>automatic utilise 16 bits là où la machine est plus rapide ainsi, sauf pour la recette Classic.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Threads that prepare chips (0: automatic)</source>
        <translation>Fils qui préparent les imagettes (0 : automatique)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>They read and turn the next chips while the networks learn from the last.</source>
        <translation>Ils lisent et tournent les imagettes suivantes pendant que les réseaux apprennent des dernières.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Two trainings with the same seed on the same processor agree.</source>
        <translation>Deux entraînements avec la même graine sur le même processeur concordent.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Go on with an interrupted training</source>
        <translation>Reprendre un entraînement interrompu</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>A training that was cancelled or has crashed leaves a checkpoint beside the model package. With the same chips, recipe and output the training goes on from it, as if it had never stopped; epochs, minutes and threads may be others.</source>
        <translation>Un entraînement annulé ou qui a échoué laisse un point de reprise à côté du paquet de modèle. Avec les mêmes imagettes, recette et sortie, l'entraînement reprend à partir de là, comme s'il ne s'était jamais arrêté ; les époques, les minutes et les fils peuvent être autres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The trained model, kept up to date at each better epoch, so that a training that was cancelled leaves a usable one. While the training goes on, NAME.preview.png beside it shows input, output and truth of a few validation chips, and NAME.checkpoint.safetensors holds what is needed to go on after an interruption; both are removed when the training has ended well. A package of the same chips is never replaced by a worse one: until that is known the new one is NAME.new.dlpk beside it.</source>
        <translation>Le modèle entraîné, mis à jour à chaque meilleure époque, de sorte qu'un entraînement annulé en laisse un utilisable. Pendant l'entraînement, NAME.preview.png montre à côté l'entrée, la sortie et la vérité de quelques imagettes de validation, et NAME.checkpoint.safetensors contient ce qu'il faut pour reprendre après une interruption ; tous deux sont supprimés quand l'entraînement s'est bien terminé. Un paquet des mêmes imagettes n'est jamais remplacé par un moins bon : jusqu'à ce qu'on le sache, le nouveau est NAME.new.dlpk à côté.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Training report</source>
        <translation>Rapport d'entraînement</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>A page with curves, sample pictures and figures. It opens in any browser.</source>
        <translation>Une page avec des courbes, des images d'exemple et des chiffres. Elle s'ouvre dans n'importe quel navigateur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Best epoch</source>
        <translation>Meilleure époque</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>PSNR on test chips (dB)</source>
        <translation>PSNR sur les imagettes de test (dB)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>SSIM on test chips</source>
        <translation>SSIM sur les imagettes de test</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>The recipe of the training. Fast: something good in ten minutes on a laptop. Balanced: the best result for the time on most computers. Classic: the original Pix2Pix. Best: for a graphics card.</source>
        <translation>La recette de l'entraînement. Fast : un bon résultat en dix minutes sur un portable. Balanced : le meilleur résultat pour le temps sur la plupart des ordinateurs. Classic : le Pix2Pix d'origine. Best : pour une carte graphique.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Minutes of training, at most (0: no limit)</source>
        <translation>Minutes d'entraînement, au plus (0 : sans limite)</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>More minutes give better results. The training ends earlier when nothing improves any more.</source>
        <translation>Plus de minutes donnent de meilleurs résultats. L'entraînement se termine plus tôt quand plus rien ne s'améliore.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Extent to learn from</source>
        <translation>Emprise d'apprentissage</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>The model learns from this part of the raster only, best one that looks like the raster to translate. Empty means all of it.</source>
        <translation>Le modèle n'apprend que de cette partie du raster, de préférence semblable au raster à traduire. Vide signifie tout le raster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>How often the training goes through all chips.</source>
        <translation>Nombre de fois que l'entraînement parcourt toutes les imagettes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Width and height of the pieces that the model learns from; half a chip lies between one and the next. Smaller ones suit small rasters.</source>
        <translation>Largeur et hauteur des morceaux dont le modèle apprend ; une demi-imagette sépare chacun du suivant. Les plus petits conviennent aux petits rasters.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>A larger raster is sampled, spread evenly over its area.</source>
        <translation>D'un raster plus grand, on prend un échantillon réparti uniformément sur sa surface.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>A model package of the same bands to start from, so that a few minutes are enough, for example one from an earlier run of this chain. Empty: from 8-bit grey to colour the starter model, which comes with the plugin; else afresh.</source>
        <translation>Un paquet de modèle aux mêmes bandes dont on part, pour que quelques minutes suffisent, par exemple celui d'une exécution antérieure de cette chaîne. Vide : du gris 8 bits à la couleur, le modèle de départ livré avec l'extension ; sinon, depuis zéro.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Works on the raster to translate at the cell size of the one that the model learns from, and brings the result back to its own grid. Both need a coordinate reference system for it.</source>
        <translation>Traite le raster à traduire à la taille de pixel de celui dont le modèle apprend, et ramène le résultat sur sa propre grille. Il faut pour cela que les deux aient un système de coordonnées de référence.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>{parameter} ({layer}) has no coordinate reference system: assign one, or switch MATCH_CELL_SIZE off.</source>
        <translation>{parameter} ({layer}) n'a pas de système de coordonnées de référence : attribuez-lui-en un, ou désactivez MATCH_CELL_SIZE.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>The trained model. Keep it to translate more rasters of the same kind with Classify Pixels.</source>
        <translation>Le modèle entraîné. Gardez-le pour traduire d'autres rasters du même type avec « Classer les pixels ».</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>The server of {parameter} ({layer}) does not answer; check the connection, or save the layer around the photo as a GeoTIFF and choose that.</source>
        <translation>Le serveur de {parameter} ({layer}) ne répond pas ; vérifiez la connexion, ou enregistrez la couche autour de la photo en GeoTIFF et choisissez celui-ci.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>INPUT ({photo}) has no coordinate reference system, so nobody knows where it lies on {parameter} ({layer}); assign one.</source>
        <translation>INPUT ({photo}) n'a pas de système de coordonnées de référence, si bien que personne ne sait où elle se trouve sur {parameter} ({layer}) ; attribuez-en un.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>{parameter} ({layer}) does not show the place of INPUT ({photo}); choose a layer that does.</source>
        <translation>{parameter} ({layer}) ne montre pas le lieu d'INPUT ({photo}) ; choisissez une couche qui le montre.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>{parameter} ({layer}): {columns} × {rows} cells around the photo are read from the server.</source>
        <translation>{parameter} ({layer}) : {columns} × {rows} cellules autour de la photo sont lues sur le serveur.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>{parameter} ({layer}) shows nothing around the photo: its server does not answer or has no picture there; choose another layer.</source>
        <translation>{parameter} ({layer}) ne montre rien autour de la photo : son serveur ne répond pas ou n'y a pas d'image ; choisissez une autre couche.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>What {parameter} ({layer}) shows cannot be written to a temporary file: {problem}</source>
        <translation>Ce que montre {parameter} ({layer}) ne peut pas être écrit dans un fichier temporaire : {problem}</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>The Python interpreter {path} cannot be started ({reason}).</source>
        <translation>L'interpréteur Python {path} ne peut pas être lancé ({reason}).</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>Cancelled; the worker took too long to stop and was ended. What it had saved before is kept, and running the same again goes on from there.</source>
        <translation>Annulé ; le processus de travail mettait trop de temps à s'arrêter et il y a été mis fin. Ce qu'il avait enregistré auparavant est gardé, et relancer la même chose reprend à partir de là.</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>{reason} Plugins &gt; Image Translation &gt; Python Environment installs it.</source>
        <translation>{reason} Extensions &gt; Image Translation &gt; Environnement Python l'installe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>The system has ended the worker process, most likely because memory ran out; use smaller tiles or batches, fewer threads, or close other programs.</source>
        <translation>Le système a mis fin au processus de travail, très probablement faute de mémoire ; prenez des tuiles ou des lots plus petits ou moins de fils d'exécution, ou fermez d'autres programmes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>The worker process ended without a result (exit code {code}): {tail}</source>
        <translation>Le processus de travail s'est terminé sans résultat (code de retour {code}) : {tail}</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>it said nothing</source>
        <translation>il n'a rien signalé</translation>
    </message>
</context>
</TS>
