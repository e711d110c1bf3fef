<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>ImageTranslation</name>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>{folder} cannot be written ({reason}); check its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The environment needs about {needed} MB, but only {free} MB are free in {folder}; free some space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>PyTorch comes from {index}, which alone vouches for its files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Cancelled; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The environment cannot take its place ({reason}); close other QGIS windows and retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The environment is ready: {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Making the environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Downloading and installing packages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Downloading and installing PyTorch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Checking that everything works</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>{step} failed: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Install your system's package python3-venv and retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Free some disk space and retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The index or folder holds another file than the tested one; choose another source.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Check the connection, proxy or index, or install from a folder of wheels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The index or folder lacks this package for this Python; choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The log above says more; copy the diagnostics when you ask for help.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>{path} cannot be used as a Python interpreter ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>{path} lacks onnxruntime (it has {found}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>can classify, but not train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>can classify and train, but not with pretrained encoders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>can classify and train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>In use: {path} {able} ({found}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>no answer within {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Python Environment for Image Translation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Classify Pixels and Train Image Translation Model need Python packages that QGIS does not have. They are put into a folder of their own in your profile; QGIS itself is not touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Remove {folder} ({size} MB)?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>{folder} cannot be removed ({reason}); close other QGIS windows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>The diagnostics are on the clipboard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Classify Pixels only (onnxruntime, small)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Training too (PyTorch, large)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>NVIDIA graphics card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Where packages come from, and other Pythons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>pip's own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>for example the one that pytorch.org names for your machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Use it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Package index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Second index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Folder of wheels (no net)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>An existing Python interpreter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>The proxy of QGIS's network settings is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Copy diagnostics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <location filename="../plugin/model_browser.py"/>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>About {size} MB on the disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Not done: see below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Make anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Make the environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/entry.py"/>
        <location filename="../plugin/plugin.py"/>
        <location filename="../processing_provider/interface.py"/>
        <location filename="../processing_provider/provider.py"/>
        <location filename="../processing_provider/styling.py"/>
        <source>Image Translation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/environment/entry.py"/>
        <location filename="../plugin/plugin.py"/>
        <source>Python Environment…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Grass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Dry grass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Crop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Woods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Bare soil</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Dark soil</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Sand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Gravel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Clear water</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Muddy water</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Asphalt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Concrete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Red tiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Slate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Metal roof</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Snow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <location filename="../plugin/known_colour.py"/>
        <location filename="../plugin/known_layer.py"/>
        <location filename="../plugin/plugin.py"/>
        <source>Known Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Pick a Colour…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>From Another Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>What the topmost layer in colour shows at the point; hidden ones do not count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>Choose what the ground is, and click on it in the photo. Escape ends this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>There is no image at this point; click on the photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>No layer shows a colour at this point; show one that does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>The layer {layer} takes no point; choose or make another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>The colour is taken from {layer}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/known_layer.py"/>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Known colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Looking for models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Image Translation Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>This package holds no report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Classify Pixels with This Model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Show Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Folder with model packages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Choose a folder with model packages (.dlpk).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Looking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>{count} model package(s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>No model packages (.dlpk) in this folder or the folders in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>PSNR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Turns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Into</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Cell size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Tiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Trained on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{model} dB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{model} dB, a fitted curve {curve} dB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>The thumbnail in {path} is no PNG of up to {side} pixels; copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{count} band(s) of {type}: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>degrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>map units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>pixels (no coordinate reference system)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{size} × {size} pixels only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{size} × {size} pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{chips} chips of {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{chips} chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/plugin.py"/>
        <location filename="../plugin/swipe.py"/>
        <source>Swipe Between Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/plugin.py"/>
        <source>Models…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/plugin.py"/>
        <source>Set up…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/swipe.py"/>
        <source>Nothing to swipe: choose a layer that the map shows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../plugin/swipe.py"/>
        <source>{layer} is shown left of the mouse only. Escape ends this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chain.py"/>
        <source>Ready-made chains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chain.py"/>
        <source>{path} cannot be read; install the plugin again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chain.py"/>
        <source>The chain has stopped; see the log above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Near infrared to natural colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Learns on a raster with red, green, blue and near infrared how natural colours follow from infrared imagery, and gives natural colours to another raster that has the infrared only, such as infrared film.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Raster with red, green, blue and near infrared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>What the model learns from, for example an orthophoto with four bands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Its red, green and blue band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>The bands that the model must produce, in this order; none chosen means 1, 2 and 3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Its bands that the other raster has too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Near infrared alone, or also others, in the order of the other raster: for infrared film (near infrared, red, green) that is usually 4, 1, 2. None chosen means 4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Infrared raster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>The raster to give natural colours to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Bands of the infrared raster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>As many as above and in the same order. None chosen means those that have the same names, or the first ones where such names are not found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Natural colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Red, green and blue on the grid of the infrared raster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Compare before and after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Runs a trained model over a raster and makes a page on which the result is swiped over the raster, to judge the model or to show it to others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Input raster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>The raster to translate, of the kind that the model was trained on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Model package</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Model (*.dlpk *.emd *.onnx)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>The .dlpk made by Train Image Translation Model or by a ready-made chain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Extent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Only this part of the raster is translated and shown, hence in more detail. Empty means all of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Match the cell size of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Resamples the raster to the cell size that the model was trained on, and the result back to the raster's own grid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Translated raster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>A GeoTIFF on the grid of the input. It appears only when it is complete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>HTML files (*.html)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The page. It holds both pictures and needs no other file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Classify Pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Runs a trained model over a raster of any size and writes the translated raster on the same grid: a grey air photo comes out in colour. NoData stays NoData.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Input bands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Bands to give to the model, as many as it was trained on and in its order. None chosen means those that have the names of the model's bands; where such names are not found, the first ones, or the luma of a colour raster for a model of grey.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Model (*.dlpk *.emd *.onnx starter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>starter is the model that comes with the plugin: it colours grey air photos with cells of 0.1 to 0.6 m without any training. Else the .dlpk made by Train Image Translation Model, or the .emd file of an unpacked one. Also an .onnx model, such as those for Deepness, and a Pix2Pix package made by ArcGIS, which needs PyTorch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>What the model is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Only this part of the raster is translated; the output ends at the pixels that it touches. Empty means the whole raster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Mask polygons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Outside these polygons nothing is computed and the output is NoData.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Match the tones of the input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>model statistics: carries the input's histogram to that of the imagery that the model was trained on, which helps with old film and foreign sensors. The brightness of the result changes with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Resamples the raster to the cell size that the model was trained on, and the result back to the raster's own grid. A model that keeps the lightness keeps that of the full raster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Average over flips and turns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Translates each tile in eight directions and takes the mean: a little better, eight times slower.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Add a band with the uncertainty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>How much those eight directions differ at a pixel, in units of the output: where it is large, the model is guessing. Eight times slower.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Go on where an interrupted run stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>For rasters over 50 million pixels: finished parts are kept beside the output until it is complete, so that the same job need not begin anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Address of a Dask scheduler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Lets several machines share the work: tcp://server:8786, where dask scheduler runs on server and dask worker on each machine. All of them must reach the raster and the model by the same paths. A run that is interrupted begins anew. Empty means this machine alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>INPUT gives {given} band(s) and the model {model} needs {needed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Colorize historical photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>From today's colour orthophoto to a colour version of an old black-and-white photo in one go: in seconds, by giving the colours of the orthophoto to the model that comes with the plugin, or in minutes, by training a model on the orthophoto that copes with the faults of old film.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>From today's colour orthophoto to a colour version of an old black-and-white photo in one go: cuts training chips from the orthophoto and its grey picture, trains a model on them that copes with the faults of old film, and runs it over the old photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Colour orthophoto of today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Its first three bands are red, green and blue. It need not show the same ground as the old photo, but should show the same kind of landscape. Without a training it may be a web map, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Historical photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The black-and-white photo; its first band is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Train a model on the orthophoto (minutes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>No: the photo has colours in seconds. Yes: the better second step, for which the parameters below are; it needs PyTorch. A script that sets one of those and not this one trains.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Colour photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The old photo in colour, on its own grid and with its own detail.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The trained model, or without a training the base model with the colours of the orthophoto. Keep it to colorize more photos of the place with Classify Pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The photo gets the colours of the orthophoto without a training; with TRAIN a model learns from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>EXTENT chooses no part of TARGET ({layer}) that can be cut out; choose another one, or leave it empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Compare Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Makes a page on which one picture is swiped over another, to see what a translation has changed. It opens in any browser and can be sent to others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>One band for grey, three for red, green and blue; none chosen means the first ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The raster on the left, for example the grey air photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Bands of before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>After</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The raster on the right, of the same ground; the other one is brought onto its grid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Bands of after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Only this part is shown, hence in more detail. Empty means all of the raster after.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Size of the pictures (pixels)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The longer side, at most; smaller rasters are shown as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Truth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>What the raster after should be, where that is known: then figures of both rasters against it stand below the pictures. Evaluate Model tells more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Bands of the truth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>None chosen means all, or as many as the other raster has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>{figure} of the raster after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>{figure} of the raster before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>automatic uses the graphics card when the installed onnxruntime can, else the processor; the log names the one in use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Processor threads (0: all)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Fewer threads leave room for other work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>automatic: onnxruntime, and for large rasters PyTorch or OpenVINO where they are installed and the processor has bfloat16, which makes them faster. The log names the one in use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>float32 is exact and always runs. bfloat16 has half the bits: faster on processors made for it, and off by a fraction of a grey level on average. automatic leaves it to the engine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Tile size (pixels, 0: automatic)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>automatic takes the size that covers the raster with the least work. Larger tiles give the model more context and need more memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Overlap (pixels, -1: automatic)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Neighbouring tiles are blended over this many pixels, so no seam shows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Blending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>How one tile passes into the next within the overlap: linear is straight, hann begins and ends gently, which suits models whose tiles differ much.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Tiles a batch (0: automatic)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>How many tiles the model works on at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>Evaluate Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>Tells how good a model is on imagery whose truth is known: on the test chips of a folder, or on a pair of rasters. Also judges a finished result against the truth. The figures stand beside those of the input copied and of a fitted curve, which a model must beat, with their spread over blocks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>accuracy,quality,error,compare,validation,test,PSNR,SSIM,report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>CHIPS {folder} does not exist; export training chips first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The model that is judged, on a folder of chips or on a pair of input raster and truth; starter is the one that comes with the plugin. Empty to judge a finished result.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>A folder made by Export Training Chips: the model is judged on its test chips, which no training has seen. Several folders with the same bands may be given, separated by semicolons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Which chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>automatic: those for testing, or those for validation where there are none, by which a training chooses its best epoch. The report says which were taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The raster that the model translates. Beside a finished result, the raster that it was made from, so that the figures stand beside those of the input copied and of a fitted curve.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>A finished raster that is judged, made by Classify Pixels or by anything else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Bands of the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>What the result should be: real imagery of the same ground. It is brought onto the result's grid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Only this part of the rasters is judged. Empty means all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Outside these polygons nothing counts: to leave out clouds, for example.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Block size (pixels, 0: automatic)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Rasters are judged in square blocks, over which the spread of the figures is told. automatic: 256, or less where there would be few. Each chip is a block of its own. Values from 1 to 15 are refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Range of the values (0: automatic)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The span that PSNR and SSIM refer to. automatic: 255 for 8-bit values; else the range that the model writes, or without a model that of the truth but for its extreme thousandths.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>As in Classify Pixels, for a model that is judged on rasters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>A page with the figures, their spread over the blocks, a map of them, and pictures of typical blocks. It needs no other file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>CSV files (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The figures of every block and method, and those of the whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>{figure} of the input copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>{figure} of the fitted curve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Number of blocks or chips judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Input raster (what the model will be given)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The kind of imagery that you want to translate, over the same ground as the target. It may be the same raster as the target. Leave it empty when the grey picture is made from the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Bands of the input raster to use; none chosen means all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Target raster (what the model must produce)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The kind of imagery that you want to get, for example today's colour orthophoto.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Target bands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Bands of the target raster to use; none chosen means all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Make the input from the target: its grey picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The input is the brightness of the target's first three bands (Rec. 601 luma), so that one colour orthophoto is enough to learn colorization.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Only chips that lie wholly in this rectangle are exported. Empty means all of the area that both rasters cover.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Only chips at these polygons are exported, by the rule that comes next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips to take at the mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>intersects: every chip that touches a polygon; within: only chips that lie wholly in the polygons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Grid of the chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Where the rasters differ in coordinate reference system, cell size or position, both are brought onto one grid: that of the target, that of the input, or the finer one. The raster that lies on it already is not changed by a single pixel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Cell size (0: that of the grid)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Width and height of a pixel of the chips, in units of the grid's coordinate reference system. A model works best at the cell size that it was trained at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Resampling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>How pixels are brought onto the grid; used only for a raster that lies on another one, and for chips turned by an angle. nearest suits classes and is half a pixel off for pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Chip size (pixels)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Width and height of a chip. 256 suits Pix2Pix; at least 32.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Stride (pixels)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Distance from one chip to the next. Half the chip size gives overlapping chips, hence more of them from a small area; the chip size or more gives chips without overlap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Image format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>TIFF holds every data type and any number of bands; PNG holds 1 or 3 bands of whole numbers; JPEG changes pixels a little and holds 8-bit pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Largest share of NoData in a chip (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips with more invalid pixels than this, in input or target, are skipped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Turned chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>More training chips: each one again by 90, 180 and 270 degrees (quarter turns), or once by an angle of your choice. They are read from the rasters, so that no corner is black. Training turns and flips chips by quarters anyway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Angle of the turned chips (degrees)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Counter-clockwise; used when turned chips are set to angle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Largest number of chips (0: no limit)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>For huge rasters: take a random sample, spread evenly over the area. Turned chips are not counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The same seed gives the same sample and the same split.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips kept for validation (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Share of the chips that training never sees, so that its figures are honest. They are taken in blocks, and training chips that overlap them are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips kept for a final test (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>A further share, used neither for training nor to choose the best epoch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>If the folder already holds chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>refuse: stop without touching them; append: add the new chips, which must be of the same kind and grid; replace: put the new chips in their place once they are complete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Training chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The folder to make. It holds images/ (the input), images2/ (the target) and chips.json, in the layout of ArcGIS's Export Tiles, and appears only when the export is complete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chip footprints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The outline of each chip with its split, its share of NoData and its angle, in a colour for each split. Left temporary it is the file footprints.gpkg in the folder of the chips; else a copy of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Contact sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>A page with sample pairs, histograms and counts, to see at a glance whether the chips are what you want. It opens in any browser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Number of chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py"/>
        <source>Export Training Chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py"/>
        <source>Cuts a pair of rasters into small image chips from which a model learns to turn the first kind of imagery into the second: for example a grey picture into colour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py"/>
        <source>INPUT is empty: choose an input raster, or tick GREY_FROM_TARGET to make it from the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/figure_outputs.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>PSNR (dB)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/figure_outputs.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>SSIM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/figure_outputs.py"/>
        <source>MAE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/figure_outputs.py"/>
        <source>RMSE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/figure_outputs.py"/>
        <source>R²</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/figure_outputs.py"/>
        <source>Angular error (degrees)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{percent} %: {step}, {time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>Cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>Where QGIS writes below that the execution failed, it means that you have stopped it: nothing has gone wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{parameter} cannot be opened as a raster: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{parameter} ({layer}) is a {kind} layer without pixels to read; save it as a GeoTIFF first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{parameter} cannot be opened as a polygon layer: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>{parameter} cannot be opened as a point layer: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>{parameter} ({layer}) has no field for colours: those of its symbols are taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>{parameter} ({layer}) has neither a field for colours (red, green and blue, or colour, or ground) nor symbols that show one; add such a field, or style the layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>The points of {parameter} cannot be written to a temporary file: {problem}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>From {input} ({from_names}) to {output} ({to_names}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>Of the {count} bands of {layer} it is given: {bands}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>luma</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>Band {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>1 band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>{count} bands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Colour pictures of the place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Rasters in colour that show the same kind of country, such as an orthophoto of today, a Sentinel-2 scene or a web map: in seconds, without training, the model's colours become those of the place. They may be coarser or finer and of another date, and lie beside the photo; where they cover it, what has not changed gets its own colour. Web maps are read around the photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Points on the photo whose colour is known: this roof was red, this was grass. What looks alike gets their colours, near them more than far away. Fields red, green and blue, or colour (#rrggbb or a name), or ground say the colours, else the symbols of the layer. The tool Known Colour of the plugin makes such points by clicks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Model with the colours of the place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Model package (*.dlpk)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>The model with the colours of the place in one package, for other photos of the place: with it Classify Pixels needs the pictures no more. What is known of single spots is not in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>ADAPTED_MODEL needs a REFERENCE or KNOWN_COLOURS; give one, or leave it empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/provider.py"/>
        <source>Python interpreter that has onnxruntime and torch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>the environment variable IMAGE_TRANSLATION_PYTHON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>the settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>The Python interpreter {path} named in {origin} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>The Python packages {packages} are missing: choose Plugins &gt; Image Translation &gt; Python Environment, or name an interpreter that has them under Settings &gt; Options &gt; Processing &gt; Providers &gt; Image Translation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Data type of the output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>of the model: what it was trained to make, Byte for colour. Other types get the same values, rounded and clipped to their range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Format of the output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>GeoTIFF: tiled and compressed. cloud optimized GeoTIFF: also ordered so that a web server can give out parts of it; written at the end from a temporary file beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Creation options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>GDAL's options for that format as KEY=VALUE, separated by | signs, in place of those that are set by default (DEFLATE compression with predictor, tiles): COMPRESS=ZSTD, say.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Add overviews</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Smaller copies inside the file, so that it is drawn quickly at every scale; a third more space. A cloud optimized GeoTIFF always has them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>By preset: {values}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Colour handling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>automatic chooses by the chips, except for the preset Classic, which is direct. luma and chroma, and Lab: the brightness of the input is kept and only its colour is predicted (one band to red, green, blue); Lab through tanh: as colorizers are published. residual: what a fitted curve misses is predicted (any bands). direct: every band is predicted as it is, as in the original Pix2Pix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Adversarial loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>How the discriminator judges; vanilla is that of the original Pix2Pix. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weight of the pixel loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Higher: closer to the target on average; lower: crisper, more inventive. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Pixel loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>What compares output and target pixel by pixel. L1: the mean difference, as the original Pix2Pix. L2: the mean square, which asks for the mean of all that is likely: the best PSNR and paler colours. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weight of feature matching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Makes what the discriminator sees in the output like what it sees in the target, which steadies the training; 0 switches it off. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weight of the perceptual loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Compares output and target through an encoder that has learned from photographs (see Encoder), whose weights must be on this computer; 0 switches it off. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Share of the training before the discriminator joins (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>First the pixel loss alone, which is fast; 0 is the original Pix2Pix and 100 trains without a discriminator. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Augmentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>flips and quarter turns shows each chip in eight directions, input and target alike. The next three do so as well, and change the input alone. historic film: tones, blur, grain, uneven light, scratches and dust, so that a model trained on imagery of today copes with old photographs. tone: brightness and contrast a little, for imagery of other cameras. mixed: half of the chips as they are, the others as in these two, for a model that is to cope with both. Figures are always for unchanged chips. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Chips a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>The batch size. More chips a step need more memory; when it does not suffice, the batch is halved and the log says so. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Step width of the optimizer at the start. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Schedule of the learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>linear: constant in the first half of the training, then falling to 0 step by step. linear by epoch: the same once an epoch, as the original Pix2Pix. cosine: falls from the first step on, along half a wave. step: a tenth after two thirds. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Moving average of the weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>How much of the average stays at each step; the average is what is checked and kept. 0 switches it off. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Generator filters (ngf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>64 is the paper's network; 32 trains several times faster. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Decoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>How the generator goes back to full size. transposed convolution is the paper's and may leave a checkerboard; resize enlarges and then convolves; pixel shuffle puts channels beside each other. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Normalization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>batch uses the same figures for every tile, so that tiles agree; instance uses each tile's own. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Dropout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Probability with which values in the generator are left out while it learns, from 0 to 0.95. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Discriminator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>PatchGAN is the paper's; two light PatchGANs look at full and at half resolution and cost less; VGG and DCGAN judge windows of 64 px as a whole. {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Discriminator filters (ndf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Encoder (backbone)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>timm's name of the network for Pix2Pix with pretrained encoder and for the perceptual loss, for example mobilenetv2_100 (when empty), resnet34 or densenet121. A published system has its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Pretrained encoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Starts the encoder of the model types that have one with weights learned from photographs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Encoder weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>A file with the weights of that encoder, for computers without internet. When empty, those that timm publishes are used, downloaded once at the start of the first training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py"/>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py"/>
        <source>Validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py"/>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py"/>
        <source>Train Image Translation Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py"/>
        <source>Learns from training chips how to turn one kind of imagery into another (Pix2Pix) and packs the model, ready for Classify Pixels. The best epoch is kept, judged on chips that the training never saw.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The folder made by Export Training Chips, or by ArcGIS's Export Training Data with the metadata format Export Tiles. Several folders with the same bands may be given, separated by semicolons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Further training chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Another folder of chips with the same bands to learn from as well, or several, separated by semicolons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The recipe. Fast: a small network, something good in ten minutes on a laptop. Balanced: the best result for the time on most computers. Classic: the original Pix2Pix, to compare with. Best: large networks, for a graphics card. Each of the advanced parameters that is set replaces what the preset has for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Model type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>automatic: from 8-bit grey to colour the starter model, which comes with the plugin, is trained further on the chips; Pix2Pix where that does not suit, where something of a network is set, and with the presets Classic and Best; the log says which and why. Pix2Pix: a U-Net generator judged by a PatchGAN discriminator. With a pretrained encoder the network has already learned from photographs what things look like, which helps when chips are few; it needs the Python package timm. Feature pyramid: that encoder stays as it is, and a small network learns which colours go with what it sees at a place and around it, without a discriminator: the most for the time from few chips. With a ResNet generator (6 or 9 residual blocks) there are fewer weights and more work a chip. The others are systems that others have published, to compare with: they bring their own recipe, and the preset adds nothing to it. For photographs: Pix2Pix as it is, for 200 epochs. MobileNetV2, DenseNet121: pretrained encoders, PatchGAN, Lab. Colorization CNN: a small network without a discriminator, Lab. Inception-ResNet-v2 fusion: the same told what the whole tile shows. Satellite GAN and Near-infrared GAN: made for windows of 64 px.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Base model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Model package (*.dlpk starter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>A model package to start from (fine-tuning), for example one trained elsewhere, so that fewer chips and epochs are needed. It must have the bands of the chips; model type, colour handling and generator are taken from it. Empty, or starter: see the model type automatic. The report compares with the base model as it was, which is kept where no epoch is better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Epochs, at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>How often the training goes through all chips. 0: as often as the model type was published with, for example 200 for photographs; 50 for the first four.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Minutes, at most (0: no limit)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The training ends after this time if the epochs are not done before, with its schedule fitted to it. The time of an interrupted run that is taken up counts too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Stop early when nothing improves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Ends the training after some epochs without a better figure on the validation chips (0: never). {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Validation chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>A folder of chips of another place, with the same bands, that the training only checks itself on; several are separated by semicolons. The other chips are then all trained on. When empty, the split of the training chips is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Validation share where the chips have none (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Keeps this share of the chips, in spatial blocks, for validation when the chips bring no validation chips of their own (those of ArcGIS never do).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Figure that decides which epoch is best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Measured on the validation chips after each epoch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>automatic uses a graphics card when torch finds one, else the processor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>automatic uses 16 bits where the machine is faster with them, except for the preset Classic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Threads that prepare chips (0: automatic)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>They read and turn the next chips while the networks learn from the last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Two trainings with the same seed on the same processor agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Go on with an interrupted training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>A training that was cancelled or has crashed leaves a checkpoint beside the model package. With the same chips, recipe and output the training goes on from it, as if it had never stopped; epochs, minutes and threads may be others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The trained model, kept up to date at each better epoch, so that a training that was cancelled leaves a usable one. While the training goes on, NAME.preview.png beside it shows input, output and truth of a few validation chips, and NAME.checkpoint.safetensors holds what is needed to go on after an interruption; both are removed when the training has ended well. A package of the same chips is never replaced by a worse one: until that is known the new one is NAME.new.dlpk beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Training report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>A page with curves, sample pictures and figures. It opens in any browser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Best epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>PSNR on test chips (dB)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>SSIM on test chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>The recipe of the training. Fast: something good in ten minutes on a laptop. Balanced: the best result for the time on most computers. Classic: the original Pix2Pix. Best: for a graphics card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Minutes of training, at most (0: no limit)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>More minutes give better results. The training ends earlier when nothing improves any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Extent to learn from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>The model learns from this part of the raster only, best one that looks like the raster to translate. Empty means all of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>How often the training goes through all chips.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Width and height of the pieces that the model learns from; half a chip lies between one and the next. Smaller ones suit small rasters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>A larger raster is sampled, spread evenly over its area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>A model package of the same bands to start from, so that a few minutes are enough, for example one from an earlier run of this chain. Empty: from 8-bit grey to colour the starter model, which comes with the plugin; else afresh.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Works on the raster to translate at the cell size of the one that the model learns from, and brings the result back to its own grid. Both need a coordinate reference system for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>{parameter} ({layer}) has no coordinate reference system: assign one, or switch MATCH_CELL_SIZE off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>The trained model. Keep it to translate more rasters of the same kind with Classify Pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>The server of {parameter} ({layer}) does not answer; check the connection, or save the layer around the photo as a GeoTIFF and choose that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>INPUT ({photo}) has no coordinate reference system, so nobody knows where it lies on {parameter} ({layer}); assign one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>{parameter} ({layer}) does not show the place of INPUT ({photo}); choose a layer that does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>{parameter} ({layer}): {columns} × {rows} cells around the photo are read from the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>{parameter} ({layer}) shows nothing around the photo: its server does not answer or has no picture there; choose another layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>What {parameter} ({layer}) shows cannot be written to a temporary file: {problem}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>The Python interpreter {path} cannot be started ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>Cancelled; the worker took too long to stop and was ended. What it had saved before is kept, and running the same again goes on from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>{reason} Plugins &gt; Image Translation &gt; Python Environment installs it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>The system has ended the worker process, most likely because memory ran out; use smaller tiles or batches, fewer threads, or close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>The worker process ended without a result (exit code {code}): {tail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>it said nothing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
