<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>ImageTranslation</name>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>{folder} cannot be written ({reason}); check its permissions.</source>
        <translation>In {folder} kann nicht geschrieben werden ({reason}); bitte die Zugriffsrechte prüfen.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The environment needs about {needed} MB, but only {free} MB are free in {folder}; free some space.</source>
        <translation>Die Umgebung braucht etwa {needed} MB, in {folder} sind aber nur {free} MB frei; bitte Platz schaffen.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>PyTorch comes from {index}, which alone vouches for its files.</source>
        <translation>PyTorch kommt von {index}; für seine Dateien bürgt nur dieser Index.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Cancelled; nothing was changed.</source>
        <translation>Abgebrochen; es wurde nichts geändert.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The environment cannot take its place ({reason}); close other QGIS windows and retry.</source>
        <translation>Die Umgebung kann ihren Platz nicht einnehmen ({reason}); andere QGIS-Fenster schließen und erneut versuchen.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The environment is ready: {folder}</source>
        <translation>Die Umgebung ist bereit: {folder}</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Making the environment</source>
        <translation>Die Umgebung wird angelegt</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Downloading and installing packages</source>
        <translation>Pakete werden heruntergeladen und installiert</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Downloading and installing PyTorch</source>
        <translation>PyTorch wird heruntergeladen und installiert</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Checking that everything works</source>
        <translation>Es wird geprüft, ob alles funktioniert</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>{step} failed: {reason}.</source>
        <translation>{step} ist fehlgeschlagen: {reason}.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Install your system's package python3-venv and retry.</source>
        <translation>Installieren Sie das Paket python3-venv Ihres Systems und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Free some disk space and retry.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The index or folder holds another file than the tested one; choose another source.</source>
        <translation>Im Index oder Ordner liegt eine andere Datei als die geprüfte; wählen Sie eine andere Quelle.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Check the connection, proxy or index, or install from a folder of wheels.</source>
        <translation>Prüfen Sie Verbindung, Proxy oder Paketindex, oder installieren Sie aus einem Ordner mit Wheels.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The index or folder lacks this package for this Python; choose another one.</source>
        <translation>Im Index oder Ordner fehlt dieses Paket für dieses Python; wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The log above says more; copy the diagnostics when you ask for help.</source>
        <translation>Das Protokoll oben sagt mehr; kopieren Sie die Diagnose, wenn Sie um Hilfe bitten.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>{path} cannot be used as a Python interpreter ({reason}).</source>
        <translation>{path} ist als Python-Interpreter nicht brauchbar ({reason}).</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>{path} lacks onnxruntime (it has {found}).</source>
        <translation>In {path} fehlt onnxruntime (vorhanden: {found}).</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>can classify, but not train</source>
        <translation>kann klassifizieren, aber nicht trainieren</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>can classify and train, but not with pretrained encoders</source>
        <translation>kann klassifizieren und trainieren, aber nicht mit vortrainierten Encodern</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>can classify and train</source>
        <translation>kann klassifizieren und trainieren</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>In use: {path} {able} ({found}).</source>
        <translation>In Gebrauch: {path} {able} ({found}).</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>no answer within {seconds} s</source>
        <translation>keine Antwort innerhalb von {seconds} s</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Python Environment for Image Translation</source>
        <translation>Python-Umgebung für Image Translation</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Classify Pixels and Train Image Translation Model need Python packages that QGIS does not have. They are put into a folder of their own in your profile; QGIS itself is not touched.</source>
        <translation>„Pixel klassifizieren“ und „Bildübersetzungsmodell trainieren“ brauchen Python-Pakete, die QGIS nicht mitbringt. Sie kommen in einen eigenen Ordner Ihres Profils; QGIS selbst bleibt unberührt.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Remove {folder} ({size} MB)?</source>
        <translation>{folder} ({size} MB) entfernen?</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>{folder} cannot be removed ({reason}); close other QGIS windows.</source>
        <translation>{folder} kann nicht entfernt werden ({reason}); bitte andere QGIS-Fenster schließen.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>The diagnostics are on the clipboard.</source>
        <translation>Die Diagnose liegt in der Zwischenablage.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Classify Pixels only (onnxruntime, small)</source>
        <translation>Nur Pixel klassifizieren (onnxruntime, klein)</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Training too (PyTorch, large)</source>
        <translation>Auch trainieren (PyTorch, groß)</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>NVIDIA graphics card</source>
        <translation>NVIDIA-Grafikkarte</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Where packages come from, and other Pythons</source>
        <translation>Herkunft der Pakete und andere Python-Interpreter</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>pip's own</source>
        <translation>der übliche von pip</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>for example the one that pytorch.org names for your machine</source>
        <translation>zum Beispiel der, den pytorch.org für Ihren Rechner nennt</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Package index</source>
        <translation>Paketindex</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Second index</source>
        <translation>Zweiter Index</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Folder of wheels (no net)</source>
        <translation>Ordner mit Wheels (ohne Netz)</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>An existing Python interpreter</source>
        <translation>Ein vorhandener Python-Interpreter</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>The proxy of QGIS's network settings is used.</source>
        <translation>Es gilt der Proxy aus den Netzwerkeinstellungen von QGIS.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Copy diagnostics</source>
        <translation>Diagnose kopieren</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <location filename="../plugin/model_browser.py"/>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>About {size} MB on the disk</source>
        <translation>Etwa {size} MB auf dem Datenträger</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Not done: see below</source>
        <translation>Nicht fertig: siehe unten</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Make anew</source>
        <translation>Neu anlegen</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Make the environment</source>
        <translation>Umgebung anlegen</translation>
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
        <translation>Python-Umgebung…</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Grass</source>
        <translation>Gras</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Dry grass</source>
        <translation>Trockenes Gras</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Crop</source>
        <translation>Feldfrucht</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Woods</source>
        <translation>Wald</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Bare soil</source>
        <translation>Offener Boden</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Dark soil</source>
        <translation>Dunkler Boden</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Sand</source>
        <translation>Sand</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Gravel</source>
        <translation>Kies</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Clear water</source>
        <translation>Klares Wasser</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Muddy water</source>
        <translation>Trübes Wasser</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Asphalt</source>
        <translation>Asphalt</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Concrete</source>
        <translation>Beton</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Red tiles</source>
        <translation>Rote Ziegel</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Slate</source>
        <translation>Schiefer</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Metal roof</source>
        <translation>Metalldach</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Snow</source>
        <translation>Schnee</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <location filename="../plugin/known_colour.py"/>
        <location filename="../plugin/known_layer.py"/>
        <location filename="../plugin/plugin.py"/>
        <source>Known Colour</source>
        <translation>Bekannte Farbe</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Pick a Colour…</source>
        <translation>Farbe wählen…</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>From Another Layer</source>
        <translation>Aus anderem Layer</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>What the topmost layer in colour shows at the point; hidden ones do not count.</source>
        <translation>Was der oberste farbige Layer an dieser Stelle zeigt; ausgeblendete zählen nicht.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>Choose what the ground is, and click on it in the photo. Escape ends this.</source>
        <translation>Wählen Sie, was am Boden ist, und klicken Sie es im Foto an. Esc beendet dies.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>There is no image at this point; click on the photo.</source>
        <translation>An dieser Stelle ist kein Bild; klicken Sie auf das Foto.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>No layer shows a colour at this point; show one that does.</source>
        <translation>Kein Layer zeigt an dieser Stelle eine Farbe; blenden Sie einen ein, der es tut.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>The layer {layer} takes no point; choose or make another one.</source>
        <translation>Der Layer {layer} nimmt keinen Punkt auf; wählen oder erstellen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>The colour is taken from {layer}.</source>
        <translation>Die Farbe stammt aus {layer}.</translation>
    </message>
    <message>
        <location filename="../plugin/known_layer.py"/>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Known colours</source>
        <translation>Bekannte Farben</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Looking for models</source>
        <translation>Modelle werden gesucht</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Image Translation Models</source>
        <translation>Bildübersetzungsmodelle</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>This package holds no report.</source>
        <translation>Dieses Paket enthält keinen Bericht.</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Classify Pixels with This Model…</source>
        <translation>Pixel mit diesem Modell klassifizieren…</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Show Report</source>
        <translation>Bericht anzeigen</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Folder with model packages</source>
        <translation>Ordner mit Modellpaketen</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Choose a folder with model packages (.dlpk).</source>
        <translation>Wählen Sie einen Ordner mit Modellpaketen (.dlpk).</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Looking…</source>
        <translation>Suche läuft…</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>{count} model package(s)</source>
        <translation>{count} Modellpaket(e)</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>No model packages (.dlpk) in this folder or the folders in it.</source>
        <translation>Keine Modellpakete (.dlpk) in diesem Ordner und seinen Unterordnern.</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>PSNR</source>
        <translation>PSNR</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Turns</source>
        <translation>Verwandelt</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Into</source>
        <translation>In</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Cell size</source>
        <translation>Pixelgröße</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Tiles</source>
        <translation>Kacheln</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Trained on</source>
        <translation>Trainiert mit</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{model} dB</source>
        <translation>{model} dB</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{model} dB, a fitted curve {curve} dB</source>
        <translation>{model} dB, eine angepasste Kurve {curve} dB</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>The thumbnail in {path} is no PNG of up to {side} pixels; copy it again.</source>
        <translation>Die Vorschau in {path} ist kein PNG von höchstens {side} Pixeln; kopieren Sie das Paket erneut.</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{count} band(s) of {type}: {names}</source>
        <translation>{count} Kanal/Kanäle vom Typ {type}: {names}</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>degrees</source>
        <translation>Grad</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>map units</source>
        <translation>Karteneinheiten</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>pixels (no coordinate reference system)</source>
        <translation>Pixel (kein Koordinatenbezugssystem)</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{size} × {size} pixels only</source>
        <translation>nur {size} × {size} Pixel</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{size} × {size} pixels</source>
        <translation>{size} × {size} Pixel</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{chips} chips of {names}</source>
        <translation>{chips} Ausschnitte aus {names}</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{chips} chips</source>
        <translation>{chips} Ausschnitte</translation>
    </message>
    <message>
        <location filename="../plugin/plugin.py"/>
        <location filename="../plugin/swipe.py"/>
        <source>Swipe Between Layers</source>
        <translation>Zwischen Layern wischen</translation>
    </message>
    <message>
        <location filename="../plugin/plugin.py"/>
        <source>Models…</source>
        <translation>Modelle…</translation>
    </message>
    <message>
        <location filename="../plugin/plugin.py"/>
        <source>Set up…</source>
        <translation>Einrichten…</translation>
    </message>
    <message>
        <location filename="../plugin/swipe.py"/>
        <source>Nothing to swipe: choose a layer that the map shows.</source>
        <translation>Nichts zu wischen: Wählen Sie einen Layer, den die Karte zeigt.</translation>
    </message>
    <message>
        <location filename="../plugin/swipe.py"/>
        <source>{layer} is shown left of the mouse only. Escape ends this.</source>
        <translation>{layer} ist nur links der Maus zu sehen. Esc beendet dies.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chain.py"/>
        <source>Ready-made chains</source>
        <translation>Fertige Ketten</translation>
    </message>
    <message>
        <location filename="../processing_provider/chain.py"/>
        <source>{path} cannot be read; install the plugin again.</source>
        <translation>{path} ist nicht lesbar; installieren Sie die Erweiterung erneut.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chain.py"/>
        <source>The chain has stopped; see the log above.</source>
        <translation>Die Kette hat angehalten; siehe das Protokoll oben.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Near infrared to natural colour</source>
        <translation>Nahes Infrarot zu natürlichen Farben</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Learns on a raster with red, green, blue and near infrared how natural colours follow from infrared imagery, and gives natural colours to another raster that has the infrared only, such as infrared film.</source>
        <translation>Lernt an einem Raster mit Rot, Grün, Blau und nahem Infrarot, wie natürliche Farben aus Infrarotbildern folgen, und gibt natürliche Farben einem anderen Raster, das nur das Infrarot hat, etwa Infrarotfilm.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Raster with red, green, blue and near infrared</source>
        <translation>Raster mit Rot, Grün, Blau und nahem Infrarot</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>What the model learns from, for example an orthophoto with four bands.</source>
        <translation>Woraus das Modell lernt, zum Beispiel ein Orthofoto mit vier Kanälen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Its red, green and blue band</source>
        <translation>Sein roter, grüner und blauer Kanal</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>The bands that the model must produce, in this order; none chosen means 1, 2 and 3.</source>
        <translation>Die Kanäle, die das Modell liefern soll, in dieser Reihenfolge; ohne Auswahl 1, 2 und 3.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Its bands that the other raster has too</source>
        <translation>Seine Kanäle, die auch das andere Raster hat</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Near infrared alone, or also others, in the order of the other raster: for infrared film (near infrared, red, green) that is usually 4, 1, 2. None chosen means 4.</source>
        <translation>Nur nahes Infrarot oder auch weitere, in der Reihenfolge des anderen Rasters: für Infrarotfilm (nahes Infrarot, Rot, Grün) meist 4, 1, 2. Ohne Auswahl 4.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Infrared raster</source>
        <translation>Infrarotraster</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>The raster to give natural colours to.</source>
        <translation>Das Raster, das natürliche Farben bekommen soll.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Bands of the infrared raster</source>
        <translation>Kanäle des Infrarotrasters</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>As many as above and in the same order. None chosen means those that have the same names, or the first ones where such names are not found.</source>
        <translation>So viele wie oben und in derselben Reihenfolge. Ohne Auswahl die Kanäle mit denselben Namen, oder die ersten, wenn es solche Namen nicht gibt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Natural colours</source>
        <translation>Natürliche Farben</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Red, green and blue on the grid of the infrared raster.</source>
        <translation>Rot, Grün und Blau im Gitter des Infrarotrasters.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Compare before and after</source>
        <translation>Vorher und nachher vergleichen</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Runs a trained model over a raster and makes a page on which the result is swiped over the raster, to judge the model or to show it to others.</source>
        <translation>Wendet ein trainiertes Modell auf ein Raster an und macht eine Seite, auf der sich das Ergebnis über das Raster wischen lässt, um das Modell zu beurteilen oder es anderen zu zeigen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Input raster</source>
        <translation>Eingaberaster</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>The raster to translate, of the kind that the model was trained on.</source>
        <translation>Das zu übersetzende Raster, von der Art, mit der das Modell trainiert wurde.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Model package</source>
        <translation>Modellpaket</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Model (*.dlpk *.emd *.onnx)</source>
        <translation>Modell (*.dlpk *.emd *.onnx)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>The .dlpk made by Train Image Translation Model or by a ready-made chain.</source>
        <translation>Das .dlpk aus „Bildübersetzungsmodell trainieren“ oder aus einer fertigen Kette.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Extent</source>
        <translation>Ausdehnung</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Only this part of the raster is translated and shown, hence in more detail. Empty means all of it.</source>
        <translation>Nur dieser Teil des Rasters wird übersetzt und gezeigt, dafür mit mehr Details. Leer bedeutet das ganze Raster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Match the cell size of the model</source>
        <translation>Pixelgröße des Modells angleichen</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Resamples the raster to the cell size that the model was trained on, and the result back to the raster's own grid.</source>
        <translation>Bringt das Raster auf die Pixelgröße, mit der das Modell trainiert wurde, und das Ergebnis zurück in das Gitter des Rasters.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Translated raster</source>
        <translation>Übersetztes Raster</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>A GeoTIFF on the grid of the input. It appears only when it is complete.</source>
        <translation>Ein GeoTIFF im Gitter der Eingabe. Es erscheint erst, wenn es vollständig ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>HTML files (*.html)</source>
        <translation>HTML-Dateien (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The page. It holds both pictures and needs no other file.</source>
        <translation>Die Seite. Sie enthält beide Bilder und braucht keine weitere Datei.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Classify Pixels</source>
        <translation>Pixel klassifizieren</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Runs a trained model over a raster of any size and writes the translated raster on the same grid: a grey air photo comes out in colour. NoData stays NoData.</source>
        <translation>Wendet ein trainiertes Modell auf ein Raster beliebiger Größe an und schreibt das übersetzte Raster im selben Gitter: Aus einem grauen Luftbild wird ein farbiges. NoData bleibt NoData.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Input bands</source>
        <translation>Eingabekanäle</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Bands to give to the model, as many as it was trained on and in its order. None chosen means those that have the names of the model's bands; where such names are not found, the first ones, or the luma of a colour raster for a model of grey.</source>
        <translation>Kanäle für das Modell, so viele wie beim Training und in derselben Reihenfolge. Ohne Auswahl die Kanäle, die heißen wie die des Modells; wo es solche Namen nicht gibt, die ersten, oder für ein Modell mit Grau die Luma eines Farbrasters.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Model (*.dlpk *.emd *.onnx starter)</source>
        <translation>Modell (*.dlpk *.emd *.onnx starter)</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>starter is the model that comes with the plugin: it colours grey air photos with cells of 0.1 to 0.6 m without any training. Else the .dlpk made by Train Image Translation Model, or the .emd file of an unpacked one. Also an .onnx model, such as those for Deepness, and a Pix2Pix package made by ArcGIS, which needs PyTorch.</source>
        <translation>starter ist das mitgelieferte Modell: Es färbt graue Luftbilder mit Zellen von 0,1 bis 0,6 m ganz ohne Training. Sonst das .dlpk aus „Bildübersetzungsmodell trainieren“ oder die .emd-Datei eines entpackten Pakets. Ebenso ein .onnx-Modell, etwa eines für Deepness, und ein Pix2Pix-Paket aus ArcGIS, für das PyTorch nötig ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>What the model is</source>
        <translation>Was für ein Modell es ist</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Only this part of the raster is translated; the output ends at the pixels that it touches. Empty means the whole raster.</source>
        <translation>Nur dieser Teil des Rasters wird übersetzt; die Ausgabe endet an den Pixeln, die er berührt. Leer bedeutet das ganze Raster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Mask polygons</source>
        <translation>Maskenpolygone</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Outside these polygons nothing is computed and the output is NoData.</source>
        <translation>Außerhalb dieser Polygone wird nichts berechnet, und die Ausgabe ist NoData.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Match the tones of the input</source>
        <translation>Tonwerte der Eingabe angleichen</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>model statistics: carries the input's histogram to that of the imagery that the model was trained on, which helps with old film and foreign sensors. The brightness of the result changes with it.</source>
        <translation>model statistics: bringt das Histogramm der Eingabe auf das der Bilder, mit denen das Modell trainiert wurde; das hilft bei altem Film und fremden Sensoren. Die Helligkeit des Ergebnisses ändert sich mit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Resamples the raster to the cell size that the model was trained on, and the result back to the raster's own grid. A model that keeps the lightness keeps that of the full raster.</source>
        <translation>Bringt das Raster auf die Pixelgröße, mit der das Modell trainiert wurde, und das Ergebnis zurück in das Gitter des Rasters. Ein Modell, das die Helligkeit erhält, erhält die des vollen Rasters.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Average over flips and turns</source>
        <translation>Über Spiegelungen und Drehungen mitteln</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Translates each tile in eight directions and takes the mean: a little better, eight times slower.</source>
        <translation>Übersetzt jede Kachel in acht Richtungen und nimmt das Mittel: etwas besser, achtmal langsamer.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Add a band with the uncertainty</source>
        <translation>Kanal mit der Unsicherheit hinzufügen</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>How much those eight directions differ at a pixel, in units of the output: where it is large, the model is guessing. Eight times slower.</source>
        <translation>Wie stark sich diese acht Richtungen an einem Pixel unterscheiden, in Einheiten der Ausgabe: Wo der Wert groß ist, rät das Modell. Achtmal langsamer.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Go on where an interrupted run stopped</source>
        <translation>Dort weitermachen, wo ein Lauf unterbrochen wurde</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>For rasters over 50 million pixels: finished parts are kept beside the output until it is complete, so that the same job need not begin anew.</source>
        <translation>Für Raster über 50 Millionen Pixel: Fertige Teile bleiben neben der Ausgabe liegen, bis sie vollständig ist, damit derselbe Auftrag nicht von vorn beginnen muss.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Address of a Dask scheduler</source>
        <translation>Adresse eines Dask-Schedulers</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Lets several machines share the work: tcp://server:8786, where dask scheduler runs on server and dask worker on each machine. All of them must reach the raster and the model by the same paths. A run that is interrupted begins anew. Empty means this machine alone.</source>
        <translation>Verteilt die Arbeit auf mehrere Rechner: tcp://server:8786, wobei dask scheduler auf server läuft und dask worker auf jedem Rechner. Alle müssen Raster und Modell unter denselben Pfaden erreichen. Ein unterbrochener Lauf beginnt von vorn. Leer bedeutet nur dieser Rechner.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>INPUT gives {given} band(s) and the model {model} needs {needed}.</source>
        <translation>INPUT liefert {given} Kanal/Kanäle, das Modell {model} braucht {needed}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Colorize historical photos</source>
        <translation>Historische Fotos einfärben</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>From today's colour orthophoto to a colour version of an old black-and-white photo in one go: in seconds, by giving the colours of the orthophoto to the model that comes with the plugin, or in minutes, by training a model on the orthophoto that copes with the faults of old film.</source>
        <translation>Vom heutigen Farborthofoto in einem Zug zur farbigen Fassung eines alten Schwarz-Weiß-Fotos: in Sekunden, indem das mitgelieferte Modell die Farben des Orthofotos bekommt, oder in Minuten, indem mit dem Orthofoto ein Modell trainiert wird, das mit den Mängeln alten Films zurechtkommt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>From today's colour orthophoto to a colour version of an old black-and-white photo in one go: cuts training chips from the orthophoto and its grey picture, trains a model on them that copes with the faults of old film, and runs it over the old photo.</source>
        <translation>Vom heutigen Farborthofoto in einem Zug zur farbigen Fassung eines alten Schwarz-Weiß-Fotos: schneidet Trainingsausschnitte aus dem Orthofoto und seinem Graubild, trainiert damit ein Modell, das mit den Mängeln alten Films zurechtkommt, und wendet es auf das alte Foto an.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Colour orthophoto of today</source>
        <translation>Heutiges Farborthofoto</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Its first three bands are red, green and blue. It need not show the same ground as the old photo, but should show the same kind of landscape. Without a training it may be a web map, too.</source>
        <translation>Seine ersten drei Kanäle sind Rot, Grün und Blau. Es muss nicht denselben Ort zeigen wie das alte Foto, aber die gleiche Art von Landschaft. Ohne Training darf es auch eine Webkarte sein.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Historical photo</source>
        <translation>Historisches Foto</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The black-and-white photo; its first band is used.</source>
        <translation>Das Schwarz-Weiß-Foto; verwendet wird sein erster Kanal.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Train a model on the orthophoto (minutes)</source>
        <translation>Ein Modell mit dem Orthofoto trainieren (Minuten)</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>No: the photo has colours in seconds. Yes: the better second step, for which the parameters below are; it needs PyTorch. A script that sets one of those and not this one trains.</source>
        <translation>Nein: Das Foto hat in Sekunden Farben. Ja: der bessere zweite Schritt, für den die Parameter darunter da sind; er braucht PyTorch. Ein Skript, das einen von diesen setzt und diesen hier nicht, trainiert.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Colour photo</source>
        <translation>Farbfoto</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The old photo in colour, on its own grid and with its own detail.</source>
        <translation>Das alte Foto in Farbe, in seinem eigenen Gitter und mit seinen eigenen Details.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The trained model, or without a training the base model with the colours of the orthophoto. Keep it to colorize more photos of the place with Classify Pixels.</source>
        <translation>Das trainierte Modell, oder ohne Training das Basismodell mit den Farben des Orthofotos. Bewahren Sie es auf, um weitere Fotos des Ortes mit „Pixel klassifizieren“ einzufärben.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The photo gets the colours of the orthophoto without a training; with TRAIN a model learns from it.</source>
        <translation>Das Foto bekommt die Farben des Orthofotos ohne Training; mit TRAIN lernt ein Modell davon.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>EXTENT chooses no part of TARGET ({layer}) that can be cut out; choose another one, or leave it empty.</source>
        <translation>EXTENT wählt keinen Teil von TARGET ({layer}), der sich ausschneiden lässt; wählen Sie eine andere Ausdehnung, oder lassen Sie sie leer.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Compare Images</source>
        <translation>Bilder vergleichen</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Makes a page on which one picture is swiped over another, to see what a translation has changed. It opens in any browser and can be sent to others.</source>
        <translation>Macht eine Seite, auf der sich ein Bild über ein anderes wischen lässt, um zu sehen, was eine Übersetzung verändert hat. Sie öffnet sich in jedem Browser und lässt sich weitergeben.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>One band for grey, three for red, green and blue; none chosen means the first ones.</source>
        <translation>Ein Kanal für Grau, drei für Rot, Grün und Blau; ohne Auswahl die ersten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The raster on the left, for example the grey air photo.</source>
        <translation>Das Raster links, zum Beispiel das graue Luftbild.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Bands of before</source>
        <translation>Kanäle von „Vorher“</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The raster on the right, of the same ground; the other one is brought onto its grid.</source>
        <translation>Das Raster rechts, vom selben Gebiet; das andere wird auf sein Gitter gebracht.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Bands of after</source>
        <translation>Kanäle von „Nachher“</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Only this part is shown, hence in more detail. Empty means all of the raster after.</source>
        <translation>Nur dieser Teil wird gezeigt, dafür mit mehr Details. Leer bedeutet das ganze Raster „Nachher“.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Size of the pictures (pixels)</source>
        <translation>Größe der Bilder (Pixel)</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The longer side, at most; smaller rasters are shown as they are.</source>
        <translation>Die längere Seite, höchstens; kleinere Raster werden gezeigt, wie sie sind.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Truth</source>
        <translation>Wahrheit</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>What the raster after should be, where that is known: then figures of both rasters against it stand below the pictures. Evaluate Model tells more.</source>
        <translation>Was das Raster „Nachher“ sein sollte, wo das bekannt ist: Dann stehen unter den Bildern Kennzahlen beider Raster dagegen. „Modell bewerten“ sagt mehr.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Bands of the truth</source>
        <translation>Kanäle der Wahrheit</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>None chosen means all, or as many as the other raster has.</source>
        <translation>Ohne Auswahl alle, oder so viele, wie das andere Raster hat.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>{figure} of the raster after</source>
        <translation>{figure} des Rasters „Nachher“</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>{figure} of the raster before</source>
        <translation>{figure} des Rasters „Vorher“</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>automatic uses the graphics card when the installed onnxruntime can, else the processor; the log names the one in use.</source>
        <translation>automatic nimmt die Grafikkarte, wenn das installierte onnxruntime das kann, sonst den Prozessor; das Protokoll nennt das benutzte Gerät.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Processor threads (0: all)</source>
        <translation>Threads des Prozessors (0: alle)</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Fewer threads leave room for other work.</source>
        <translation>Weniger Threads lassen Raum für andere Arbeit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Engine</source>
        <translation>Rechenkern</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>automatic: onnxruntime, and for large rasters PyTorch or OpenVINO where they are installed and the processor has bfloat16, which makes them faster. The log names the one in use.</source>
        <translation>automatic: onnxruntime, und für große Raster PyTorch oder OpenVINO, wo diese installiert sind und der Prozessor bfloat16 hat, womit sie schneller sind. Das Protokoll nennt den benutzten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>float32 is exact and always runs. bfloat16 has half the bits: faster on processors made for it, and off by a fraction of a grey level on average. automatic leaves it to the engine.</source>
        <translation>float32 ist genau und läuft immer. bfloat16 hat halb so viele Bits: schneller auf Prozessoren, die dafür gebaut sind, und im Mittel um den Bruchteil einer Graustufe daneben. automatic überlässt es dem Rechenkern.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Tile size (pixels, 0: automatic)</source>
        <translation>Kachelgröße (Pixel, 0: automatisch)</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>automatic takes the size that covers the raster with the least work. Larger tiles give the model more context and need more memory.</source>
        <translation>automatic nimmt die Größe, die das Raster mit der geringsten Arbeit abdeckt. Größere Kacheln geben dem Modell mehr Umgebung und brauchen mehr Speicher.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Overlap (pixels, -1: automatic)</source>
        <translation>Überlappung (Pixel, -1: automatisch)</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Neighbouring tiles are blended over this many pixels, so no seam shows.</source>
        <translation>Benachbarte Kacheln gehen über so viele Pixel ineinander über, dass keine Naht sichtbar ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Blending</source>
        <translation>Überblendung</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>How one tile passes into the next within the overlap: linear is straight, hann begins and ends gently, which suits models whose tiles differ much.</source>
        <translation>Wie eine Kachel innerhalb der Überlappung in die nächste übergeht: linear gleichmäßig, hann mit sanftem Anfang und Ende, was Modellen entgegenkommt, deren Kacheln sich stark unterscheiden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Tiles a batch (0: automatic)</source>
        <translation>Kacheln je Stapel (0: automatisch)</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>How many tiles the model works on at once.</source>
        <translation>Wie viele Kacheln das Modell auf einmal bearbeitet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>Evaluate Model</source>
        <translation>Modell bewerten</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>Tells how good a model is on imagery whose truth is known: on the test chips of a folder, or on a pair of rasters. Also judges a finished result against the truth. The figures stand beside those of the input copied and of a fitted curve, which a model must beat, with their spread over blocks.</source>
        <translation>Sagt, wie gut ein Modell auf Bildern ist, deren Wahrheit bekannt ist: auf den Testausschnitten eines Ordners oder auf einem Rasterpaar. Beurteilt auch ein fertiges Ergebnis gegen die Wahrheit. Die Kennzahlen stehen neben denen der kopierten Eingabe und einer angepassten Kurve, die ein Modell übertreffen muss, mit ihrer Streuung über Blöcke.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>accuracy,quality,error,compare,validation,test,PSNR,SSIM,report</source>
        <translation>Genauigkeit,Qualität,Güte,Fehler,Vergleich,Validierung,Test,PSNR,SSIM,Bericht</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>CHIPS {folder} does not exist; export training chips first.</source>
        <translation>CHIPS {folder} gibt es nicht; exportieren Sie zuerst Trainingsausschnitte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The model that is judged, on a folder of chips or on a pair of input raster and truth; starter is the one that comes with the plugin. Empty to judge a finished result.</source>
        <translation>Das Modell, das beurteilt wird, auf einem Ordner mit Ausschnitten oder auf einem Paar aus Eingaberaster und Wahrheit; starter ist das mitgelieferte. Leer, um ein fertiges Ergebnis zu beurteilen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Chips</source>
        <translation>Ausschnitte</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>A folder made by Export Training Chips: the model is judged on its test chips, which no training has seen. Several folders with the same bands may be given, separated by semicolons.</source>
        <translation>Ein Ordner aus „Trainingsausschnitte exportieren“: Das Modell wird auf seinen Testausschnitten beurteilt, die kein Training gesehen hat. Mehrere Ordner mit denselben Kanälen werden durch Semikolon getrennt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Which chips</source>
        <translation>Welche Ausschnitte</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>automatic: those for testing, or those for validation where there are none, by which a training chooses its best epoch. The report says which were taken.</source>
        <translation>automatic: die zum Testen, oder, wo es keine gibt, die zur Validierung (validation), nach denen ein Training seine beste Epoche wählt. Der Bericht sagt, welche genommen wurden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The raster that the model translates. Beside a finished result, the raster that it was made from, so that the figures stand beside those of the input copied and of a fitted curve.</source>
        <translation>Das Raster, das das Modell übersetzt. Bei einem fertigen Ergebnis das Raster, aus dem es gemacht wurde, damit die Kennzahlen neben denen der kopierten Eingabe und einer angepassten Kurve stehen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>A finished raster that is judged, made by Classify Pixels or by anything else.</source>
        <translation>Ein fertiges Raster, das beurteilt wird, aus „Pixel klassifizieren“ oder von etwas anderem.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Bands of the result</source>
        <translation>Kanäle des Ergebnisses</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>What the result should be: real imagery of the same ground. It is brought onto the result's grid.</source>
        <translation>Was das Ergebnis sein sollte: wirkliche Bilder desselben Gebiets. Sie werden auf das Gitter des Ergebnisses gebracht.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Only this part of the rasters is judged. Empty means all of them.</source>
        <translation>Nur dieser Teil der Raster wird beurteilt. Leer bedeutet die ganzen Raster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Outside these polygons nothing counts: to leave out clouds, for example.</source>
        <translation>Außerhalb dieser Polygone zählt nichts: zum Beispiel, um Wolken auszulassen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Block size (pixels, 0: automatic)</source>
        <translation>Blockgröße (Pixel, 0: automatisch)</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Rasters are judged in square blocks, over which the spread of the figures is told. automatic: 256, or less where there would be few. Each chip is a block of its own. Values from 1 to 15 are refused.</source>
        <translation>Raster werden in quadratischen Blöcken beurteilt, über die die Streuung der Kennzahlen angegeben wird. automatic: 256, oder weniger, wo es sonst wenige wären. Jeder Ausschnitt ist ein eigener Block. Werte von 1 bis 15 werden abgelehnt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Range of the values (0: automatic)</source>
        <translation>Wertebereich (0: automatisch)</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The span that PSNR and SSIM refer to. automatic: 255 for 8-bit values; else the range that the model writes, or without a model that of the truth but for its extreme thousandths.</source>
        <translation>Die Spanne, auf die sich PSNR und SSIM beziehen. automatic: 255 bei 8-Bit-Werten; sonst der Bereich, den das Modell schreibt, oder ohne Modell der der Wahrheit ohne ihre äußersten Tausendstel.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>As in Classify Pixels, for a model that is judged on rasters.</source>
        <translation>Wie in „Pixel klassifizieren“, für ein Modell, das auf Rastern beurteilt wird.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>A page with the figures, their spread over the blocks, a map of them, and pictures of typical blocks. It needs no other file.</source>
        <translation>Eine Seite mit den Kennzahlen, ihrer Streuung über die Blöcke, einer Karte davon und Bildern typischer Blöcke. Sie braucht keine weitere Datei.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>CSV files (*.csv)</source>
        <translation>CSV-Dateien (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The figures of every block and method, and those of the whole.</source>
        <translation>Die Kennzahlen jedes Blocks und jedes Verfahrens, und die des Ganzen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>{figure} of the input copied</source>
        <translation>{figure} der kopierten Eingabe</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>{figure} of the fitted curve</source>
        <translation>{figure} der angepassten Kurve</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Number of blocks or chips judged</source>
        <translation>Anzahl der beurteilten Blöcke oder Ausschnitte</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Input raster (what the model will be given)</source>
        <translation>Eingaberaster (was das Modell bekommt)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The kind of imagery that you want to translate, over the same ground as the target. It may be the same raster as the target. Leave it empty when the grey picture is made from the target.</source>
        <translation>Die Art von Bildern, die Sie übersetzen möchten, über demselben Gebiet wie das Ziel. Es darf dasselbe Raster sein wie das Ziel. Leer lassen, wenn das Graubild aus dem Ziel gemacht wird.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Bands of the input raster to use; none chosen means all of them.</source>
        <translation>Zu verwendende Kanäle des Eingaberasters; ohne Auswahl alle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Target raster (what the model must produce)</source>
        <translation>Zielraster (was das Modell liefern soll)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The kind of imagery that you want to get, for example today's colour orthophoto.</source>
        <translation>Die Art von Bildern, die Sie erhalten möchten, zum Beispiel das heutige Farborthofoto.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Target bands</source>
        <translation>Zielkanäle</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Bands of the target raster to use; none chosen means all of them.</source>
        <translation>Zu verwendende Kanäle des Zielrasters; ohne Auswahl alle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Make the input from the target: its grey picture</source>
        <translation>Eingabe aus dem Ziel machen: dessen Graubild</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The input is the brightness of the target's first three bands (Rec. 601 luma), so that one colour orthophoto is enough to learn colorization.</source>
        <translation>Die Eingabe ist die Helligkeit der ersten drei Kanäle des Ziels (Luma nach Rec. 601), sodass ein Farborthofoto genügt, um das Einfärben zu lernen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Only chips that lie wholly in this rectangle are exported. Empty means all of the area that both rasters cover.</source>
        <translation>Nur Ausschnitte, die ganz in diesem Rechteck liegen, werden exportiert. Leer bedeutet das gesamte Gebiet, das beide Raster abdecken.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Only chips at these polygons are exported, by the rule that comes next.</source>
        <translation>Nur Ausschnitte an diesen Polygonen werden exportiert, nach der folgenden Regel.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips to take at the mask</source>
        <translation>Welche Ausschnitte an der Maske</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>intersects: every chip that touches a polygon; within: only chips that lie wholly in the polygons.</source>
        <translation>intersects: jeder Ausschnitt, der ein Polygon berührt; within: nur Ausschnitte, die ganz in den Polygonen liegen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Grid of the chips</source>
        <translation>Gitter der Ausschnitte</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Where the rasters differ in coordinate reference system, cell size or position, both are brought onto one grid: that of the target, that of the input, or the finer one. The raster that lies on it already is not changed by a single pixel.</source>
        <translation>Wo sich die Raster in Koordinatenbezugssystem, Pixelgröße oder Lage unterscheiden, werden beide auf ein Gitter gebracht: das des Ziels (target), das der Eingabe (input) oder das feinere (finer). Das Raster, das schon darauf liegt, wird um kein einziges Pixel verändert.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Cell size (0: that of the grid)</source>
        <translation>Pixelgröße (0: die des Gitters)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Width and height of a pixel of the chips, in units of the grid's coordinate reference system. A model works best at the cell size that it was trained at.</source>
        <translation>Breite und Höhe eines Pixels der Ausschnitte in Einheiten des Koordinatenbezugssystems des Gitters. Ein Modell arbeitet am besten bei der Pixelgröße, mit der es trainiert wurde.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Resampling</source>
        <translation>Resampling</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>How pixels are brought onto the grid; used only for a raster that lies on another one, and for chips turned by an angle. nearest suits classes and is half a pixel off for pictures.</source>
        <translation>Wie Pixel auf das Gitter gebracht werden; nur für ein Raster, das auf einem anderen liegt, und für um einen Winkel gedrehte Ausschnitte. nearest passt zu Klassen und liegt bei Bildern um ein halbes Pixel daneben.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Chip size (pixels)</source>
        <translation>Größe der Ausschnitte (Pixel)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Width and height of a chip. 256 suits Pix2Pix; at least 32.</source>
        <translation>Breite und Höhe eines Ausschnitts. 256 passt zu Pix2Pix; mindestens 32.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Stride (pixels)</source>
        <translation>Schrittweite (Pixel)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Distance from one chip to the next. Half the chip size gives overlapping chips, hence more of them from a small area; the chip size or more gives chips without overlap.</source>
        <translation>Abstand von einem Ausschnitt zum nächsten. Die halbe Größe ergibt überlappende Ausschnitte, also mehr davon aus einem kleinen Gebiet; die volle Größe oder mehr ergibt Ausschnitte ohne Überlappung.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Image format</source>
        <translation>Bildformat</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>TIFF holds every data type and any number of bands; PNG holds 1 or 3 bands of whole numbers; JPEG changes pixels a little and holds 8-bit pictures.</source>
        <translation>TIFF fasst jeden Datentyp und beliebig viele Kanäle; PNG fasst 1 oder 3 Kanäle ganzer Zahlen; JPEG verändert die Pixel ein wenig und fasst 8-Bit-Bilder.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Largest share of NoData in a chip (%)</source>
        <translation>Größter Anteil von NoData in einem Ausschnitt (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips with more invalid pixels than this, in input or target, are skipped.</source>
        <translation>Ausschnitte mit mehr ungültigen Pixeln als so, in Eingabe oder Ziel, werden ausgelassen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Turned chips</source>
        <translation>Gedrehte Ausschnitte</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>More training chips: each one again by 90, 180 and 270 degrees (quarter turns), or once by an angle of your choice. They are read from the rasters, so that no corner is black. Training turns and flips chips by quarters anyway.</source>
        <translation>Mehr Trainingsausschnitte: jeder noch einmal um 90, 180 und 270 Grad gedreht (quarter turns) oder einmal um einen Winkel Ihrer Wahl (angle). Sie werden aus den Rastern gelesen, sodass keine Ecke schwarz ist. Das Training dreht und spiegelt Ausschnitte ohnehin um Vierteldrehungen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Angle of the turned chips (degrees)</source>
        <translation>Winkel der gedrehten Ausschnitte (Grad)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Counter-clockwise; used when turned chips are set to angle.</source>
        <translation>Gegen den Uhrzeigersinn; gilt, wenn bei gedrehten Ausschnitten angle gewählt ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Largest number of chips (0: no limit)</source>
        <translation>Höchstzahl der Ausschnitte (0: unbegrenzt)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>For huge rasters: take a random sample, spread evenly over the area. Turned chips are not counted.</source>
        <translation>Für riesige Raster: eine zufällige, gleichmäßig über das Gebiet verteilte Stichprobe. Gedrehte Ausschnitte zählen nicht mit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Seed</source>
        <translation>Startwert des Zufalls</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The same seed gives the same sample and the same split.</source>
        <translation>Derselbe Startwert ergibt dieselbe Stichprobe und dieselbe Aufteilung.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips kept for validation (%)</source>
        <translation>Ausschnitte für die Validierung (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Share of the chips that training never sees, so that its figures are honest. They are taken in blocks, and training chips that overlap them are left out.</source>
        <translation>Anteil der Ausschnitte, den das Training nie sieht, damit dessen Kennzahlen ehrlich sind. Sie werden in Blöcken genommen; Trainingsausschnitte, die sie überlappen, werden weggelassen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips kept for a final test (%)</source>
        <translation>Ausschnitte für einen abschließenden Test (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>A further share, used neither for training nor to choose the best epoch.</source>
        <translation>Ein weiterer Anteil, der weder zum Training noch zur Wahl der besten Epoche dient.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>If the folder already holds chips</source>
        <translation>Wenn der Ordner schon Ausschnitte enthält</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>refuse: stop without touching them; append: add the new chips, which must be of the same kind and grid; replace: put the new chips in their place once they are complete.</source>
        <translation>refuse: anhalten, ohne sie anzurühren; append: die neuen Ausschnitte hinzufügen, die von derselben Art und im selben Gitter sein müssen; replace: die neuen Ausschnitte an ihre Stelle setzen, sobald sie vollständig sind.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Training chips</source>
        <translation>Trainingsausschnitte</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The folder to make. It holds images/ (the input), images2/ (the target) and chips.json, in the layout of ArcGIS's Export Tiles, and appears only when the export is complete.</source>
        <translation>Der anzulegende Ordner. Er enthält images/ (die Eingabe), images2/ (das Ziel) und chips.json im Aufbau „Export Tiles“ von ArcGIS und erscheint erst, wenn der Export vollständig ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chip footprints</source>
        <translation>Umrisse der Ausschnitte</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The outline of each chip with its split, its share of NoData and its angle, in a colour for each split. Left temporary it is the file footprints.gpkg in the folder of the chips; else a copy of it.</source>
        <translation>Der Umriss jedes Ausschnitts mit seiner Aufteilung, seinem NoData-Anteil und seinem Winkel, farbig nach Aufteilung. Als temporäre Ausgabe ist es die Datei footprints.gpkg im Ordner der Ausschnitte, sonst eine Kopie davon.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Contact sheet</source>
        <translation>Übersichtsbogen</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>A page with sample pairs, histograms and counts, to see at a glance whether the chips are what you want. It opens in any browser.</source>
        <translation>Eine Seite mit Beispielpaaren, Histogrammen und Anzahlen, um auf einen Blick zu sehen, ob die Ausschnitte taugen. Sie öffnet sich in jedem Browser.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Number of chips</source>
        <translation>Anzahl der Ausschnitte</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips left out</source>
        <translation>Ausgelassene Ausschnitte</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py"/>
        <source>Export Training Chips</source>
        <translation>Trainingsausschnitte exportieren</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py"/>
        <source>Cuts a pair of rasters into small image chips from which a model learns to turn the first kind of imagery into the second: for example a grey picture into colour.</source>
        <translation>Zerschneidet ein Rasterpaar in kleine Bildausschnitte, aus denen ein Modell lernt, die erste Art von Bildern in die zweite zu verwandeln: zum Beispiel ein Graubild in ein farbiges.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py"/>
        <source>INPUT is empty: choose an input raster, or tick GREY_FROM_TARGET to make it from the target.</source>
        <translation>INPUT ist leer: Wählen Sie ein Eingaberaster, oder haken Sie GREY_FROM_TARGET an, um es aus dem Ziel zu machen.</translation>
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
        <translation>Winkelfehler (Grad)</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{percent} %: {step}, {time} left</source>
        <translation>{percent} %: {step}, noch {time}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>Where QGIS writes below that the execution failed, it means that you have stopped it: nothing has gone wrong.</source>
        <translation>Wenn QGIS unten schreibt, die Ausführung sei fehlgeschlagen, heißt das nur, dass Sie sie angehalten haben: Es ist nichts schiefgegangen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{parameter} cannot be opened as a raster: {value}</source>
        <translation>{parameter} lässt sich nicht als Raster öffnen: {value}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{parameter} ({layer}) is a {kind} layer without pixels to read; save it as a GeoTIFF first.</source>
        <translation>{parameter} ({layer}) ist ein {kind}-Layer ohne lesbare Pixel; speichern Sie ihn zuerst als GeoTIFF.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{parameter} cannot be opened as a polygon layer: {value}</source>
        <translation>{parameter} lässt sich nicht als Polygonlayer öffnen: {value}</translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>{parameter} cannot be opened as a point layer: {value}</source>
        <translation>{parameter} lässt sich nicht als Punktlayer öffnen: {value}</translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>{parameter} ({layer}) has no field for colours: those of its symbols are taken.</source>
        <translation>{parameter} ({layer}) hat kein Feld für Farben: Es gelten die Farben der Symbole.</translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>{parameter} ({layer}) has neither a field for colours (red, green and blue, or colour, or ground) nor symbols that show one; add such a field, or style the layer.</source>
        <translation>{parameter} ({layer}) hat weder ein Feld für Farben (red, green und blue, oder colour, oder ground) noch Symbole, die eine zeigen; fügen Sie ein solches Feld hinzu, oder gestalten Sie den Layer.</translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>The points of {parameter} cannot be written to a temporary file: {problem}</source>
        <translation>Die Punkte von {parameter} lassen sich nicht in eine temporäre Datei schreiben: {problem}</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>From {input} ({from_names}) to {output} ({to_names}).</source>
        <translation>Von {input} ({from_names}) zu {output} ({to_names}).</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>Of the {count} bands of {layer} it is given: {bands}.</source>
        <translation>Von den {count} Kanälen von {layer} bekommt es: {bands}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>luma</source>
        <translation>Luma</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>Band {number}</source>
        <translation>Kanal {number}</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>1 band</source>
        <translation>1 Kanal</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>{count} bands</source>
        <translation>{count} Kanälen</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Colour pictures of the place</source>
        <translation>Farbige Bilder des Ortes</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Rasters in colour that show the same kind of country, such as an orthophoto of today, a Sentinel-2 scene or a web map: in seconds, without training, the model's colours become those of the place. They may be coarser or finer and of another date, and lie beside the photo; where they cover it, what has not changed gets its own colour. Web maps are read around the photo.</source>
        <translation>Farbige Raster, die die gleiche Art von Landschaft zeigen, etwa ein heutiges Orthofoto, eine Sentinel-2-Szene oder eine Webkarte: In Sekunden und ohne Training werden die Farben des Modells zu denen des Ortes. Sie dürfen gröber oder feiner und von einem anderen Datum sein und neben dem Foto liegen; wo sie es überdecken, bekommt seine eigene Farbe, was sich nicht verändert hat. Webkarten werden rund um das Foto gelesen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Points on the photo whose colour is known: this roof was red, this was grass. What looks alike gets their colours, near them more than far away. Fields red, green and blue, or colour (#rrggbb or a name), or ground say the colours, else the symbols of the layer. The tool Known Colour of the plugin makes such points by clicks.</source>
        <translation>Punkte auf dem Foto, deren Farbe bekannt ist: Dieses Dach war rot, dies war Gras. Was ähnlich aussieht, bekommt ihre Farben, in ihrer Nähe mehr als weit weg. Die Farben stehen in den Feldern red, green und blue, oder colour (#rrggbb oder ein Name), oder ground, sonst gelten die Symbole des Layers. Das Werkzeug „Bekannte Farbe“ des Plugins macht solche Punkte durch Klicks.</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Model with the colours of the place</source>
        <translation>Modell mit den Farben des Ortes</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Model package (*.dlpk)</source>
        <translation>Modellpaket (*.dlpk)</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>The model with the colours of the place in one package, for other photos of the place: with it Classify Pixels needs the pictures no more. What is known of single spots is not in it.</source>
        <translation>Das Modell mit den Farben des Ortes in einem Paket, für andere Fotos des Ortes: Damit braucht „Pixel klassifizieren“ die Bilder nicht mehr. Was über einzelne Stellen bekannt ist, steht nicht darin.</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>ADAPTED_MODEL needs a REFERENCE or KNOWN_COLOURS; give one, or leave it empty.</source>
        <translation>ADAPTED_MODEL braucht REFERENCE oder KNOWN_COLOURS; geben Sie eines davon an, oder lassen Sie es leer.</translation>
    </message>
    <message>
        <location filename="../processing_provider/provider.py"/>
        <source>Python interpreter that has onnxruntime and torch</source>
        <translation>Python-Interpreter, der onnxruntime und torch hat</translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>the environment variable IMAGE_TRANSLATION_PYTHON</source>
        <translation>der Umgebungsvariablen IMAGE_TRANSLATION_PYTHON</translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>the settings</source>
        <translation>den Einstellungen</translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>The Python interpreter {path} named in {origin} does not exist.</source>
        <translation>Den Python-Interpreter {path}, genannt in {origin}, gibt es nicht.</translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>The Python packages {packages} are missing: choose Plugins &gt; Image Translation &gt; Python Environment, or name an interpreter that has them under Settings &gt; Options &gt; Processing &gt; Providers &gt; Image Translation.</source>
        <translation>Die Python-Pakete {packages} fehlen: Wählen Sie Erweiterungen &gt; Image Translation &gt; Python-Umgebung, oder nennen Sie einen Interpreter, der sie hat, unter Einstellungen &gt; Optionen &gt; Verarbeitung &gt; Datenanbieter &gt; Image Translation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Data type of the output</source>
        <translation>Datentyp der Ausgabe</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>of the model: what it was trained to make, Byte for colour. Other types get the same values, rounded and clipped to their range.</source>
        <translation>of the model: wofür das Modell trainiert wurde, Byte für Farbe. Andere Typen bekommen dieselben Werte, gerundet und auf ihren Wertebereich beschnitten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Format of the output</source>
        <translation>Format der Ausgabe</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>GeoTIFF: tiled and compressed. cloud optimized GeoTIFF: also ordered so that a web server can give out parts of it; written at the end from a temporary file beside it.</source>
        <translation>GeoTIFF: gekachelt und komprimiert. cloud optimized GeoTIFF: außerdem so geordnet, dass ein Webserver Teile davon ausgeben kann; wird am Ende aus einer temporären Datei daneben geschrieben.</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Creation options</source>
        <translation>Erstellungsoptionen</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>GDAL's options for that format as KEY=VALUE, separated by | signs, in place of those that are set by default (DEFLATE compression with predictor, tiles): COMPRESS=ZSTD, say.</source>
        <translation>GDALs Optionen für dieses Format als KEY=VALUE, getrennt durch |, anstelle der voreingestellten (DEFLATE-Kompression mit Prädiktor, Kacheln): etwa COMPRESS=ZSTD.</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Add overviews</source>
        <translation>Übersichten hinzufügen</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Smaller copies inside the file, so that it is drawn quickly at every scale; a third more space. A cloud optimized GeoTIFF always has them.</source>
        <translation>Kleinere Kopien in der Datei, damit sie in jedem Maßstab schnell gezeichnet wird; ein Drittel mehr Platz. Ein cloud optimized GeoTIFF hat sie immer.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>By preset: {values}.</source>
        <translation>Laut Vorgabe (Preset): {values}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Colour handling</source>
        <translation>Umgang mit Farbe</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>automatic chooses by the chips, except for the preset Classic, which is direct. luma and chroma, and Lab: the brightness of the input is kept and only its colour is predicted (one band to red, green, blue); Lab through tanh: as colorizers are published. residual: what a fitted curve misses is predicted (any bands). direct: every band is predicted as it is, as in the original Pix2Pix.</source>
        <translation>automatic wählt nach den Ausschnitten, außer bei der Vorgabe Classic, die direct ist. luma and chroma sowie Lab: Die Helligkeit der Eingabe bleibt erhalten, nur ihre Farbe wird vorhergesagt (ein Kanal zu Rot, Grün, Blau); Lab through tanh: wie Kolorierer veröffentlicht werden. residual: vorhergesagt wird, was eine angepasste Kurve verfehlt (beliebige Kanäle). direct: Jeder Kanal wird vorhergesagt, wie er ist, wie beim ursprünglichen Pix2Pix.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Adversarial loss</source>
        <translation>Adversarialer Verlust</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>How the discriminator judges; vanilla is that of the original Pix2Pix. {}</source>
        <translation>Wie der Diskriminator urteilt; vanilla ist der des ursprünglichen Pix2Pix. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weight of the pixel loss</source>
        <translation>Gewicht des Pixelverlusts</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Higher: closer to the target on average; lower: crisper, more inventive. {}</source>
        <translation>Höher: im Mittel näher am Ziel; niedriger: schärfer, mehr erfunden. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Pixel loss</source>
        <translation>Pixelverlust</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>What compares output and target pixel by pixel. L1: the mean difference, as the original Pix2Pix. L2: the mean square, which asks for the mean of all that is likely: the best PSNR and paler colours. {}</source>
        <translation>Was Ausgabe und Ziel Pixel für Pixel vergleicht. L1: der mittlere Unterschied, wie beim ursprünglichen Pix2Pix. L2: das mittlere Quadrat, das nach dem Mittel aller wahrscheinlichen Werte verlangt: bestes PSNR und blassere Farben. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weight of feature matching</source>
        <translation>Gewicht des Merkmalsabgleichs</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Makes what the discriminator sees in the output like what it sees in the target, which steadies the training; 0 switches it off. {}</source>
        <translation>Gleicht an, was der Diskriminator in der Ausgabe und im Ziel sieht; das macht das Training ruhiger. 0 schaltet es aus. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weight of the perceptual loss</source>
        <translation>Gewicht des perzeptuellen Verlusts</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Compares output and target through an encoder that has learned from photographs (see Encoder), whose weights must be on this computer; 0 switches it off. {}</source>
        <translation>Vergleicht Ausgabe und Ziel mit einem Encoder, der an Fotografien gelernt hat (siehe Encoder) und dessen Gewichte auf diesem Rechner liegen müssen; 0 schaltet es aus. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Share of the training before the discriminator joins (%)</source>
        <translation>Anteil des Trainings, bevor der Diskriminator hinzukommt (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>First the pixel loss alone, which is fast; 0 is the original Pix2Pix and 100 trains without a discriminator. {}</source>
        <translation>Zuerst der Pixelverlust allein, was schnell geht; 0 ist das ursprüngliche Pix2Pix, 100 trainiert ganz ohne Diskriminator. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Augmentation</source>
        <translation>Augmentierung</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>flips and quarter turns shows each chip in eight directions, input and target alike. The next three do so as well, and change the input alone. historic film: tones, blur, grain, uneven light, scratches and dust, so that a model trained on imagery of today copes with old photographs. tone: brightness and contrast a little, for imagery of other cameras. mixed: half of the chips as they are, the others as in these two, for a model that is to cope with both. Figures are always for unchanged chips. {}</source>
        <translation>flips and quarter turns (Spiegelungen und Vierteldrehungen) zeigt jeden Ausschnitt in acht Richtungen, Eingabe und Ziel gleichermaßen. Die nächsten drei tun das auch und verändern nur die Eingabe. historic film: Tonwerte, Unschärfe, Korn, ungleiches Licht, Kratzer und Staub, damit ein an heutigen Bildern trainiertes Modell mit alten Fotos zurechtkommt. tone: Helligkeit und Kontrast ein wenig, für Bilder anderer Kameras. mixed: die Hälfte der Ausschnitte, wie sie sind, die übrigen wie in diesen beiden, für ein Modell, das mit beidem zurechtkommen soll. Die Kennzahlen gelten immer für unveränderte Ausschnitte. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Chips a step</source>
        <translation>Ausschnitte je Schritt</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>The batch size. More chips a step need more memory; when it does not suffice, the batch is halved and the log says so. {}</source>
        <translation>Die Stapelgröße (batch size). Mehr Ausschnitte je Schritt brauchen mehr Speicher; reicht er nicht, wird der Stapel halbiert, und das Protokoll sagt es. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Step width of the optimizer at the start. {}</source>
        <translation>Anfängliche Schrittweite des Optimierers. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Schedule of the learning rate</source>
        <translation>Verlauf der Lernrate</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>linear: constant in the first half of the training, then falling to 0 step by step. linear by epoch: the same once an epoch, as the original Pix2Pix. cosine: falls from the first step on, along half a wave. step: a tenth after two thirds. {}</source>
        <translation>linear: gleich bleibend in der ersten Hälfte des Trainings, dann Schritt für Schritt auf 0. linear by epoch: ebenso, einmal je Epoche, wie beim ursprünglichen Pix2Pix. cosine: fällt vom ersten Schritt an entlang einer halben Welle. step: nach zwei Dritteln ein Zehntel. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Moving average of the weights</source>
        <translation>Gleitender Mittelwert der Gewichte</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>How much of the average stays at each step; the average is what is checked and kept. 0 switches it off. {}</source>
        <translation>Wie viel vom Mittelwert bei jedem Schritt bleibt; geprüft und behalten wird der Mittelwert. 0 schaltet ihn aus. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Generator filters (ngf)</source>
        <translation>Filter des Generators (ngf)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>64 is the paper's network; 32 trains several times faster. {}</source>
        <translation>64 ist das Netz der Veröffentlichung; 32 trainiert um ein Mehrfaches schneller. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Decoder</source>
        <translation>Decoder</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>How the generator goes back to full size. transposed convolution is the paper's and may leave a checkerboard; resize enlarges and then convolves; pixel shuffle puts channels beside each other. {}</source>
        <translation>Wie der Generator zur vollen Größe zurückkehrt. transposed convolution stammt aus der Veröffentlichung und kann ein Schachbrettmuster hinterlassen; resize vergrößert und faltet dann; pixel shuffle setzt Merkmale nebeneinander. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Normalization</source>
        <translation>Normalisierung</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>batch uses the same figures for every tile, so that tiles agree; instance uses each tile's own. {}</source>
        <translation>batch nimmt für jede Kachel dieselben Zahlen, sodass Kacheln zueinander passen; instance nimmt die der einzelnen Kachel. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Probability with which values in the generator are left out while it learns, from 0 to 0.95. {}</source>
        <translation>Wahrscheinlichkeit, mit der Werte im Generator beim Lernen ausgelassen werden, von 0 bis 0,95. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Discriminator</source>
        <translation>Diskriminator</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>PatchGAN is the paper's; two light PatchGANs look at full and at half resolution and cost less; VGG and DCGAN judge windows of 64 px as a whole. {}</source>
        <translation>PatchGAN stammt aus der Veröffentlichung; two light PatchGANs sehen in voller und in halber Auflösung hin und kosten weniger; VGG und DCGAN beurteilen Fenster von 64 px als Ganzes. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Discriminator filters (ndf)</source>
        <translation>Filter des Diskriminators (ndf)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Encoder (backbone)</source>
        <translation>Encoder (Backbone)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>timm's name of the network for Pix2Pix with pretrained encoder and for the perceptual loss, for example mobilenetv2_100 (when empty), resnet34 or densenet121. A published system has its own.</source>
        <translation>Name des Netzes in timm für Pix2Pix with pretrained encoder und für den perzeptuellen Verlust, zum Beispiel mobilenetv2_100 (wenn leer), resnet34 oder densenet121. Ein veröffentlichtes System hat sein eigenes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Pretrained encoder</source>
        <translation>Vortrainierter Encoder</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Starts the encoder of the model types that have one with weights learned from photographs.</source>
        <translation>Beginnt den Encoder der Modelltypen, die einen haben, mit Gewichten, die an Fotografien gelernt wurden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Encoder weights</source>
        <translation>Gewichte des Encoders</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
        <translation>Gewichte (*.safetensors *.pth *.pt *.bin)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>A file with the weights of that encoder, for computers without internet. When empty, those that timm publishes are used, downloaded once at the start of the first training.</source>
        <translation>Eine Datei mit den Gewichten dieses Encoders, für Rechner ohne Internet. Wenn leer, die von timm veröffentlichten; sie werden einmal zu Beginn des ersten Trainings heruntergeladen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py"/>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py"/>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py"/>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py"/>
        <source>Train Image Translation Model</source>
        <translation>Bildübersetzungsmodell trainieren</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py"/>
        <source>Learns from training chips how to turn one kind of imagery into another (Pix2Pix) and packs the model, ready for Classify Pixels. The best epoch is kept, judged on chips that the training never saw.</source>
        <translation>Lernt aus Trainingsausschnitten, eine Art von Bildern in eine andere zu verwandeln (Pix2Pix), und packt das Modell, fertig für „Pixel klassifizieren“. Behalten wird die beste Epoche, beurteilt an Ausschnitten, die das Training nie sah.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The folder made by Export Training Chips, or by ArcGIS's Export Training Data with the metadata format Export Tiles. Several folders with the same bands may be given, separated by semicolons.</source>
        <translation>Der Ordner aus „Trainingsausschnitte exportieren“ oder aus „Export Training Data“ von ArcGIS mit dem Metadatenformat „Export Tiles“. Mehrere Ordner mit denselben Kanälen werden durch Semikolon getrennt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Further training chips</source>
        <translation>Weitere Trainingsausschnitte</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Another folder of chips with the same bands to learn from as well, or several, separated by semicolons.</source>
        <translation>Ein weiterer Ordner mit Ausschnitten derselben Kanäle, aus denen ebenfalls gelernt wird, oder mehrere, durch Semikolon getrennt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Preset</source>
        <translation>Vorgabe (Preset)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The recipe. Fast: a small network, something good in ten minutes on a laptop. Balanced: the best result for the time on most computers. Classic: the original Pix2Pix, to compare with. Best: large networks, for a graphics card. Each of the advanced parameters that is set replaces what the preset has for it.</source>
        <translation>Das Rezept. Fast: ein kleines Netz, in zehn Minuten etwas Brauchbares auf einem Notebook. Balanced: auf den meisten Rechnern das beste Ergebnis für die Zeit. Classic: das ursprüngliche Pix2Pix, zum Vergleich. Best: große Netze, für eine Grafikkarte. Jeder gesetzte fortgeschrittene Parameter ersetzt, was die Vorgabe dafür vorsieht.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Model type</source>
        <translation>Modelltyp</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>automatic: from 8-bit grey to colour the starter model, which comes with the plugin, is trained further on the chips; Pix2Pix where that does not suit, where something of a network is set, and with the presets Classic and Best; the log says which and why. Pix2Pix: a U-Net generator judged by a PatchGAN discriminator. With a pretrained encoder the network has already learned from photographs what things look like, which helps when chips are few; it needs the Python package timm. Feature pyramid: that encoder stays as it is, and a small network learns which colours go with what it sees at a place and around it, without a discriminator: the most for the time from few chips. With a ResNet generator (6 or 9 residual blocks) there are fewer weights and more work a chip. The others are systems that others have published, to compare with: they bring their own recipe, and the preset adds nothing to it. For photographs: Pix2Pix as it is, for 200 epochs. MobileNetV2, DenseNet121: pretrained encoders, PatchGAN, Lab. Colorization CNN: a small network without a discriminator, Lab. Inception-ResNet-v2 fusion: the same told what the whole tile shows. Satellite GAN and Near-infrared GAN: made for windows of 64 px.</source>
        <translation>automatic: Von 8-Bit-Grau zu Farbe wird das mitgelieferte Startmodell (starter) an den Ausschnitten weitertrainiert; wo es nicht passt, wo etwas an einem Netz eingestellt ist und mit den Vorgaben Classic und Best ist es Pix2Pix; das Protokoll sagt, was und warum. Pix2Pix: ein U-Net als Generator, beurteilt von einem PatchGAN als Diskriminator. Mit vortrainiertem Encoder (pretrained encoder) hat das Netz schon an Fotografien gelernt, wie Dinge aussehen; das hilft bei wenigen Ausschnitten und braucht das Python-Paket timm. Feature pyramid: dieser Encoder bleibt, wie er ist, und ein kleines Netz lernt ohne Diskriminator, welche Farben zu dem gehören, was er an einer Stelle und um sie herum sieht: das meiste für die Zeit bei wenigen Ausschnitten. Ein ResNet als Generator (6 oder 9 Residualblöcke) hat weniger Gewichte und mehr Arbeit je Ausschnitt. Die übrigen sind von anderen veröffentlichte Systeme zum Vergleich: Sie bringen ihr eigenes Rezept mit, und die Vorgabe fügt nichts hinzu. For photographs: Pix2Pix, wie es ist, über 200 Epochen. MobileNetV2, DenseNet121: vortrainierte Encoder, PatchGAN, Lab. Colorization CNN: ein kleines Netz ohne Diskriminator, Lab. Inception-ResNet-v2 fusion: ebenso, erfährt aber, was die ganze Kachel zeigt. Satellite GAN und Near-infrared GAN: für Fenster von 64 px gemacht.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Base model</source>
        <translation>Ausgangsmodell</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Model package (*.dlpk starter)</source>
        <translation>Modellpaket (*.dlpk starter)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>A model package to start from (fine-tuning), for example one trained elsewhere, so that fewer chips and epochs are needed. It must have the bands of the chips; model type, colour handling and generator are taken from it. Empty, or starter: see the model type automatic. The report compares with the base model as it was, which is kept where no epoch is better.</source>
        <translation>Ein Modellpaket, von dem aus begonnen wird (Feinabstimmung), etwa ein anderswo trainiertes, sodass weniger Ausschnitte und Epochen nötig sind. Es muss die Kanäle der Ausschnitte haben; Modelltyp, Farbbehandlung und Generator werden von ihm übernommen. Leer oder starter: siehe den Modelltyp automatic. Der Bericht vergleicht mit dem Ausgangsmodell, wie es war; es wird behalten, wo keine Epoche besser ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Epochs, at most</source>
        <translation>Epochen, höchstens</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>How often the training goes through all chips. 0: as often as the model type was published with, for example 200 for photographs; 50 for the first four.</source>
        <translation>Wie oft das Training alle Ausschnitte durchgeht. 0: so oft, wie der Modelltyp veröffentlicht wurde, zum Beispiel 200 bei for photographs; 50 bei den ersten vier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Minutes, at most (0: no limit)</source>
        <translation>Minuten, höchstens (0: unbegrenzt)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The training ends after this time if the epochs are not done before, with its schedule fitted to it. The time of an interrupted run that is taken up counts too.</source>
        <translation>Das Training endet nach dieser Zeit, wenn die Epochen nicht vorher fertig sind; sein Verlauf wird daran angepasst. Die Zeit eines unterbrochenen Laufs, der fortgesetzt wird, zählt mit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Stop early when nothing improves</source>
        <translation>Früher enden, wenn nichts mehr besser wird</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Ends the training after some epochs without a better figure on the validation chips (0: never). {}</source>
        <translation>Beendet das Training nach einigen Epochen ohne bessere Kennzahl an den Validierungsausschnitten (0: nie). {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Validation chips</source>
        <translation>Validierungsausschnitte</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>A folder of chips of another place, with the same bands, that the training only checks itself on; several are separated by semicolons. The other chips are then all trained on. When empty, the split of the training chips is used.</source>
        <translation>Ein Ordner mit Ausschnitten eines anderen Gebiets mit denselben Kanälen, an denen sich das Training nur prüft; mehrere werden durch Semikolon getrennt. Mit den übrigen Ausschnitten wird dann vollständig trainiert. Wenn leer, gilt die Aufteilung der Trainingsausschnitte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Validation share where the chips have none (%)</source>
        <translation>Validierungsanteil, wo die Ausschnitte keinen haben (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Keeps this share of the chips, in spatial blocks, for validation when the chips bring no validation chips of their own (those of ArcGIS never do).</source>
        <translation>Hält diesen Anteil der Ausschnitte in räumlichen Blöcken für die Validierung zurück, wenn die Ausschnitte selbst keine Validierungsausschnitte mitbringen (die aus ArcGIS tun es nie).</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Figure that decides which epoch is best</source>
        <translation>Kennzahl, die über die beste Epoche entscheidet</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Measured on the validation chips after each epoch.</source>
        <translation>Gemessen an den Validierungsausschnitten nach jeder Epoche.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>automatic uses a graphics card when torch finds one, else the processor.</source>
        <translation>automatic nimmt eine Grafikkarte, wenn torch eine findet, sonst den Prozessor.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>automatic uses 16 bits where the machine is faster with them, except for the preset Classic.</source>
        <translation>automatic nimmt 16 Bit, wo der Rechner damit schneller ist, außer bei der Vorgabe Classic.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Threads that prepare chips (0: automatic)</source>
        <translation>Threads, die Ausschnitte vorbereiten (0: automatisch)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>They read and turn the next chips while the networks learn from the last.</source>
        <translation>Sie lesen und drehen die nächsten Ausschnitte, während die Netze aus den letzten lernen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Two trainings with the same seed on the same processor agree.</source>
        <translation>Zwei Trainings mit demselben Startwert auf demselben Prozessor stimmen überein.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Go on with an interrupted training</source>
        <translation>Ein unterbrochenes Training fortsetzen</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>A training that was cancelled or has crashed leaves a checkpoint beside the model package. With the same chips, recipe and output the training goes on from it, as if it had never stopped; epochs, minutes and threads may be others.</source>
        <translation>Ein abgebrochenes oder abgestürztes Training hinterlässt einen Zwischenstand neben dem Modellpaket. Mit denselben Ausschnitten, demselben Rezept und derselben Ausgabe geht es dort weiter, als hätte es nie angehalten; Epochen, Minuten und Threads dürfen andere sein.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The trained model, kept up to date at each better epoch, so that a training that was cancelled leaves a usable one. While the training goes on, NAME.preview.png beside it shows input, output and truth of a few validation chips, and NAME.checkpoint.safetensors holds what is needed to go on after an interruption; both are removed when the training has ended well. A package of the same chips is never replaced by a worse one: until that is known the new one is NAME.new.dlpk beside it.</source>
        <translation>Das trainierte Modell; es wird bei jeder besseren Epoche erneuert, sodass auch ein abgebrochenes Training ein brauchbares hinterlässt. Während des Trainings zeigt NAME.preview.png daneben Eingabe, Ausgabe und Wahrheit einiger Validierungsausschnitte, und NAME.checkpoint.safetensors enthält, was zum Weitermachen nach einer Unterbrechung nötig ist; beide werden entfernt, wenn das Training gut zu Ende ging. Ein Paket aus denselben Ausschnitten wird nie durch ein schlechteres ersetzt: Bis das feststeht, ist das neue NAME.new.dlpk daneben.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Training report</source>
        <translation>Trainingsbericht</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>A page with curves, sample pictures and figures. It opens in any browser.</source>
        <translation>Eine Seite mit Kurven, Beispielbildern und Kennzahlen. Sie öffnet sich in jedem Browser.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Best epoch</source>
        <translation>Beste Epoche</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>PSNR on test chips (dB)</source>
        <translation>PSNR auf Testausschnitten (dB)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>SSIM on test chips</source>
        <translation>SSIM auf Testausschnitten</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>The recipe of the training. Fast: something good in ten minutes on a laptop. Balanced: the best result for the time on most computers. Classic: the original Pix2Pix. Best: for a graphics card.</source>
        <translation>Das Rezept des Trainings. Fast: in zehn Minuten etwas Brauchbares auf einem Notebook. Balanced: auf den meisten Rechnern das beste Ergebnis für die Zeit. Classic: das ursprüngliche Pix2Pix. Best: für eine Grafikkarte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Minutes of training, at most (0: no limit)</source>
        <translation>Minuten Training, höchstens (0: unbegrenzt)</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>More minutes give better results. The training ends earlier when nothing improves any more.</source>
        <translation>Mehr Minuten ergeben bessere Ergebnisse. Das Training endet früher, wenn nichts mehr besser wird.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Extent to learn from</source>
        <translation>Ausdehnung, aus der gelernt wird</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>The model learns from this part of the raster only, best one that looks like the raster to translate. Empty means all of it.</source>
        <translation>Das Modell lernt nur aus diesem Teil des Rasters, am besten einem, der dem zu übersetzenden Raster ähnlich sieht. Leer bedeutet das ganze Raster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>How often the training goes through all chips.</source>
        <translation>Wie oft das Training alle Ausschnitte durchläuft.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Width and height of the pieces that the model learns from; half a chip lies between one and the next. Smaller ones suit small rasters.</source>
        <translation>Breite und Höhe der Stücke, aus denen das Modell lernt; von einem zum nächsten ist es ein halbes. Kleinere passen zu kleinen Rastern.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>A larger raster is sampled, spread evenly over its area.</source>
        <translation>Aus einem größeren Raster wird eine gleichmäßig über die Fläche verteilte Stichprobe genommen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>A model package of the same bands to start from, so that a few minutes are enough, for example one from an earlier run of this chain. Empty: from 8-bit grey to colour the starter model, which comes with the plugin; else afresh.</source>
        <translation>Ein Modellpaket mit denselben Kanälen, von dem aus begonnen wird, sodass wenige Minuten genügen, etwa eines aus einem früheren Lauf dieser Kette. Leer: von 8-Bit-Grau zu Farbe das mitgelieferte Startmodell, sonst von Grund auf.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Works on the raster to translate at the cell size of the one that the model learns from, and brings the result back to its own grid. Both need a coordinate reference system for it.</source>
        <translation>Bearbeitet das zu übersetzende Raster bei der Pixelgröße dessen, aus dem das Modell lernt, und bringt das Ergebnis zurück in sein eigenes Gitter. Beide brauchen dafür ein Koordinatenbezugssystem.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>{parameter} ({layer}) has no coordinate reference system: assign one, or switch MATCH_CELL_SIZE off.</source>
        <translation>{parameter} ({layer}) hat kein Koordinatenbezugssystem: Weisen Sie eines zu, oder schalten Sie MATCH_CELL_SIZE aus.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>The trained model. Keep it to translate more rasters of the same kind with Classify Pixels.</source>
        <translation>Das trainierte Modell. Bewahren Sie es auf, um weitere Raster derselben Art mit „Pixel klassifizieren“ zu übersetzen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>The server of {parameter} ({layer}) does not answer; check the connection, or save the layer around the photo as a GeoTIFF and choose that.</source>
        <translation>Der Server von {parameter} ({layer}) antwortet nicht; prüfen Sie die Verbindung, oder speichern Sie den Layer rund um das Foto als GeoTIFF, und wählen Sie dieses.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>INPUT ({photo}) has no coordinate reference system, so nobody knows where it lies on {parameter} ({layer}); assign one.</source>
        <translation>INPUT ({photo}) hat kein Koordinatenbezugssystem, sodass niemand weiß, wo es auf {parameter} ({layer}) liegt; weisen Sie eines zu.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>{parameter} ({layer}) does not show the place of INPUT ({photo}); choose a layer that does.</source>
        <translation>{parameter} ({layer}) zeigt den Ort von INPUT ({photo}) nicht; wählen Sie einen Layer, der es tut.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>{parameter} ({layer}): {columns} × {rows} cells around the photo are read from the server.</source>
        <translation>{parameter} ({layer}): {columns} × {rows} Zellen rund um das Foto werden vom Server gelesen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>{parameter} ({layer}) shows nothing around the photo: its server does not answer or has no picture there; choose another layer.</source>
        <translation>{parameter} ({layer}) zeigt rund um das Foto nichts: Der Server antwortet nicht oder hat dort kein Bild; wählen Sie einen anderen Layer.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>What {parameter} ({layer}) shows cannot be written to a temporary file: {problem}</source>
        <translation>Was {parameter} ({layer}) zeigt, lässt sich nicht in eine temporäre Datei schreiben: {problem}</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>The Python interpreter {path} cannot be started ({reason}).</source>
        <translation>Der Python-Interpreter {path} kann nicht gestartet werden ({reason}).</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>Cancelled; the worker took too long to stop and was ended. What it had saved before is kept, and running the same again goes on from there.</source>
        <translation>Abgebrochen; der Arbeitsprozess brauchte zu lange, um anzuhalten, und wurde beendet. Was er vorher gesichert hatte, bleibt erhalten, und derselbe Lauf macht beim nächsten Mal dort weiter.</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>{reason} Plugins &gt; Image Translation &gt; Python Environment installs it.</source>
        <translation>{reason} Erweiterungen &gt; Image Translation &gt; Python-Umgebung installiert es.</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>The system has ended the worker process, most likely because memory ran out; use smaller tiles or batches, fewer threads, or close other programs.</source>
        <translation>Das System hat den Arbeitsprozess beendet, wahrscheinlich weil der Speicher nicht reichte; nehmen Sie kleinere Kacheln oder Stapel oder weniger Threads, oder schließen Sie andere Programme.</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>The worker process ended without a result (exit code {code}): {tail}</source>
        <translation>Der Arbeitsprozess endete ohne Ergebnis (Rückgabewert {code}): {tail}</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>it said nothing</source>
        <translation>er hat nichts gemeldet</translation>
    </message>
</context>
</TS>
