<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>ImageTranslation</name>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>{folder} cannot be written ({reason}); check its permissions.</source>
        <translation>No se puede escribir en {folder} ({reason}); compruebe los permisos.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The environment needs about {needed} MB, but only {free} MB are free in {folder}; free some space.</source>
        <translation>El entorno necesita unos {needed} MB, pero en {folder} solo hay {free} MB libres; libere espacio.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>PyTorch comes from {index}, which alone vouches for its files.</source>
        <translation>PyTorch viene de {index}; solo ese índice responde de sus archivos.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Cancelled; nothing was changed.</source>
        <translation>Cancelado; no se ha cambiado nada.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The environment cannot take its place ({reason}); close other QGIS windows and retry.</source>
        <translation>El entorno no puede ocupar su lugar ({reason}); cierre otras ventanas de QGIS y vuelva a intentarlo.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Ready</source>
        <translation>Listo</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The environment is ready: {folder}</source>
        <translation>El entorno está listo: {folder}</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Making the environment</source>
        <translation>Creando el entorno</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Downloading and installing packages</source>
        <translation>Descargando e instalando paquetes</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Downloading and installing PyTorch</source>
        <translation>Descargando e instalando PyTorch</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Checking that everything works</source>
        <translation>Comprobando que todo funciona</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>{step} failed: {reason}.</source>
        <translation>{step}: ha fallado: {reason}.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Install your system's package python3-venv and retry.</source>
        <translation>Instale el paquete python3-venv de su sistema y vuelva a intentarlo.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Free some disk space and retry.</source>
        <translation>Libere espacio en el disco y vuelva a intentarlo.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The index or folder holds another file than the tested one; choose another source.</source>
        <translation>El índice o la carpeta contiene un archivo distinto del probado; elija otro origen.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>Check the connection, proxy or index, or install from a folder of wheels.</source>
        <translation>Compruebe la conexión, el proxy o el índice, o instale desde una carpeta de wheels.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The index or folder lacks this package for this Python; choose another one.</source>
        <translation>En el índice o la carpeta falta este paquete para este Python; elija otro.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/builder.py"/>
        <source>The log above says more; copy the diagnostics when you ask for help.</source>
        <translation>El registro de arriba dice más; copie el diagnóstico cuando pida ayuda.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>{path} cannot be used as a Python interpreter ({reason}).</source>
        <translation>{path} no se puede usar como intérprete de Python ({reason}).</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>{path} lacks onnxruntime (it has {found}).</source>
        <translation>A {path} le falta onnxruntime (tiene {found}).</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>can classify, but not train</source>
        <translation>puede clasificar, pero no entrenar</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>can classify and train, but not with pretrained encoders</source>
        <translation>puede clasificar y entrenar, pero no con codificadores preentrenados</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>can classify and train</source>
        <translation>puede clasificar y entrenar</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>In use: {path} {able} ({found}).</source>
        <translation>En uso: {path} {able} ({found}).</translation>
    </message>
    <message>
        <location filename="../plugin/environment/diagnostics.py"/>
        <source>no answer within {seconds} s</source>
        <translation>sin respuesta en {seconds} s</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Python Environment for Image Translation</source>
        <translation>Entorno de Python para Image Translation</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Classify Pixels and Train Image Translation Model need Python packages that QGIS does not have. They are put into a folder of their own in your profile; QGIS itself is not touched.</source>
        <translation>«Clasificar píxeles» y «Entrenar modelo de traducción de imágenes» necesitan paquetes de Python que QGIS no tiene. Se instalan en una carpeta propia de su perfil; QGIS no se modifica.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Remove {folder} ({size} MB)?</source>
        <translation>¿Eliminar {folder} ({size} MB)?</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>{folder} cannot be removed ({reason}); close other QGIS windows.</source>
        <translation>No se puede eliminar {folder} ({reason}); cierre otras ventanas de QGIS.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>The diagnostics are on the clipboard.</source>
        <translation>El diagnóstico está en el portapapeles.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Classify Pixels only (onnxruntime, small)</source>
        <translation>Solo clasificar píxeles (onnxruntime, pequeño)</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Training too (PyTorch, large)</source>
        <translation>También entrenar (PyTorch, grande)</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Processor</source>
        <translation>Procesador</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>NVIDIA graphics card</source>
        <translation>Tarjeta gráfica NVIDIA</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Where packages come from, and other Pythons</source>
        <translation>De dónde vienen los paquetes, y otros intérpretes de Python</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>pip's own</source>
        <translation>el habitual de pip</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>for example the one that pytorch.org names for your machine</source>
        <translation>por ejemplo, el que pytorch.org indica para su equipo</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Use it</source>
        <translation>Usar</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Package index</source>
        <translation>Índice de paquetes</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Second index</source>
        <translation>Segundo índice</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Folder of wheels (no net)</source>
        <translation>Carpeta de wheels (sin red)</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>An existing Python interpreter</source>
        <translation>Un intérprete de Python existente</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>The proxy of QGIS's network settings is used.</source>
        <translation>Se usa el proxy de la configuración de red de QGIS.</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Remove</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Copy diagnostics</source>
        <translation>Copiar diagnóstico</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <location filename="../plugin/model_browser.py"/>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>About {size} MB on the disk</source>
        <translation>Unos {size} MB en el disco</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Not done: see below</source>
        <translation>Sin terminar: véase abajo</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Make anew</source>
        <translation>Crear de nuevo</translation>
    </message>
    <message>
        <location filename="../plugin/environment/dialog.py"/>
        <source>Make the environment</source>
        <translation>Crear el entorno</translation>
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
        <translation>Entorno de Python…</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Grass</source>
        <translation>Hierba</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Dry grass</source>
        <translation>Hierba seca</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Crop</source>
        <translation>Cultivo</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Woods</source>
        <translation>Bosque</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Bare soil</source>
        <translation>Suelo desnudo</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Dark soil</source>
        <translation>Suelo oscuro</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Sand</source>
        <translation>Arena</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Gravel</source>
        <translation>Grava</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Clear water</source>
        <translation>Agua clara</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Muddy water</source>
        <translation>Agua turbia</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Asphalt</source>
        <translation>Asfalto</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Concrete</source>
        <translation>Hormigón</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Red tiles</source>
        <translation>Tejas rojas</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Slate</source>
        <translation>Pizarra</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Metal roof</source>
        <translation>Techo de metal</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Snow</source>
        <translation>Nieve</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <location filename="../plugin/known_colour.py"/>
        <location filename="../plugin/known_layer.py"/>
        <location filename="../plugin/plugin.py"/>
        <source>Known Colour</source>
        <translation>Color conocido</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>Pick a Colour…</source>
        <translation>Elegir un color…</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>From Another Layer</source>
        <translation>De otra capa</translation>
    </message>
    <message>
        <location filename="../plugin/ground_palette.py"/>
        <source>What the topmost layer in colour shows at the point; hidden ones do not count.</source>
        <translation>Lo que muestra en ese punto la capa en color que está más arriba; las ocultas no cuentan.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>Choose what the ground is, and click on it in the photo. Escape ends this.</source>
        <translation>Elija qué es el suelo y haga clic en él en la foto. Esc termina.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>There is no image at this point; click on the photo.</source>
        <translation>En este punto no hay ninguna imagen; haga clic en la foto.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>No layer shows a colour at this point; show one that does.</source>
        <translation>Ninguna capa muestra un color en este punto; active una que lo haga.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>The layer {layer} takes no point; choose or make another one.</source>
        <translation>La capa {layer} no admite ningún punto; elija o cree otra.</translation>
    </message>
    <message>
        <location filename="../plugin/known_colour.py"/>
        <source>The colour is taken from {layer}.</source>
        <translation>El color se toma de {layer}.</translation>
    </message>
    <message>
        <location filename="../plugin/known_layer.py"/>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Known colours</source>
        <translation>Colores conocidos</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Looking for models</source>
        <translation>Buscando modelos</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Image Translation Models</source>
        <translation>Modelos de traducción de imágenes</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Browse…</source>
        <translation>Examinar…</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>This package holds no report.</source>
        <translation>Este paquete no contiene ningún informe.</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Classify Pixels with This Model…</source>
        <translation>Clasificar píxeles con este modelo…</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Show Report</source>
        <translation>Mostrar informe</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Folder with model packages</source>
        <translation>Carpeta con paquetes de modelo</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Choose a folder with model packages (.dlpk).</source>
        <translation>Elija una carpeta con paquetes de modelo (.dlpk).</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>Looking…</source>
        <translation>Buscando…</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>cannot be read</source>
        <translation>no se puede leer</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>{count} model package(s)</source>
        <translation>{count} paquete(s) de modelo</translation>
    </message>
    <message>
        <location filename="../plugin/model_browser.py"/>
        <source>No model packages (.dlpk) in this folder or the folders in it.</source>
        <translation>No hay paquetes de modelo (.dlpk) en esta carpeta ni en sus subcarpetas.</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>PSNR</source>
        <translation>PSNR</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Turns</source>
        <translation>Convierte</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Into</source>
        <translation>En</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Cell size</source>
        <translation>Tamaño de celda</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Tiles</source>
        <translation>Teselas</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>Trained on</source>
        <translation>Entrenado con</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{model} dB</source>
        <translation>{model} dB</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{model} dB, a fitted curve {curve} dB</source>
        <translation>{model} dB, una curva ajustada {curve} dB</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>The thumbnail in {path} is no PNG of up to {side} pixels; copy it again.</source>
        <translation>La miniatura de {path} no es un PNG de hasta {side} píxeles; copie el paquete de nuevo.</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{count} band(s) of {type}: {names}</source>
        <translation>{count} banda(s) de tipo {type}: {names}</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>degrees</source>
        <translation>grados</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>map units</source>
        <translation>unidades del mapa</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>pixels (no coordinate reference system)</source>
        <translation>píxeles (sin sistema de referencia de coordenadas)</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{size} × {size} pixels only</source>
        <translation>solo {size} × {size} píxeles</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{size} × {size} pixels</source>
        <translation>{size} × {size} píxeles</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{chips} chips of {names}</source>
        <translation>{chips} recortes de {names}</translation>
    </message>
    <message>
        <location filename="../plugin/model_catalogue.py"/>
        <source>{chips} chips</source>
        <translation>{chips} recortes</translation>
    </message>
    <message>
        <location filename="../plugin/plugin.py"/>
        <location filename="../plugin/swipe.py"/>
        <source>Swipe Between Layers</source>
        <translation>Deslizar entre capas</translation>
    </message>
    <message>
        <location filename="../plugin/plugin.py"/>
        <source>Models…</source>
        <translation>Modelos…</translation>
    </message>
    <message>
        <location filename="../plugin/plugin.py"/>
        <source>Set up…</source>
        <translation>Configurar…</translation>
    </message>
    <message>
        <location filename="../plugin/swipe.py"/>
        <source>Nothing to swipe: choose a layer that the map shows.</source>
        <translation>Nada que deslizar: elija una capa que el mapa muestre.</translation>
    </message>
    <message>
        <location filename="../plugin/swipe.py"/>
        <source>{layer} is shown left of the mouse only. Escape ends this.</source>
        <translation>{layer} se muestra solo a la izquierda del ratón. Esc lo termina.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chain.py"/>
        <source>Ready-made chains</source>
        <translation>Cadenas preparadas</translation>
    </message>
    <message>
        <location filename="../processing_provider/chain.py"/>
        <source>{path} cannot be read; install the plugin again.</source>
        <translation>No se puede leer {path}; instale el complemento de nuevo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chain.py"/>
        <source>The chain has stopped; see the log above.</source>
        <translation>La cadena se ha detenido; véase el registro de arriba.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Near infrared to natural colour</source>
        <translation>Infrarrojo cercano a color natural</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Learns on a raster with red, green, blue and near infrared how natural colours follow from infrared imagery, and gives natural colours to another raster that has the infrared only, such as infrared film.</source>
        <translation>Aprende con un ráster con rojo, verde, azul e infrarrojo cercano cómo se deducen los colores naturales de imágenes infrarrojas, y da colores naturales a otro ráster que solo tiene el infrarrojo, como la película infrarroja.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Raster with red, green, blue and near infrared</source>
        <translation>Ráster con rojo, verde, azul e infrarrojo cercano</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>What the model learns from, for example an orthophoto with four bands.</source>
        <translation>De lo que aprende el modelo, por ejemplo una ortofoto de cuatro bandas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Its red, green and blue band</source>
        <translation>Su banda roja, verde y azul</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>The bands that the model must produce, in this order; none chosen means 1, 2 and 3.</source>
        <translation>Las bandas que debe producir el modelo, en este orden; sin elección, 1, 2 y 3.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Its bands that the other raster has too</source>
        <translation>Sus bandas que también tiene el otro ráster</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Near infrared alone, or also others, in the order of the other raster: for infrared film (near infrared, red, green) that is usually 4, 1, 2. None chosen means 4.</source>
        <translation>Solo infrarrojo cercano, o también otras, en el orden del otro ráster: para película infrarroja (infrarrojo cercano, rojo, verde) suele ser 4, 1, 2. Sin elección, 4.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Infrared raster</source>
        <translation>Ráster infrarrojo</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>The raster to give natural colours to.</source>
        <translation>El ráster al que se dan colores naturales.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Bands of the infrared raster</source>
        <translation>Bandas del ráster infrarrojo</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>As many as above and in the same order. None chosen means those that have the same names, or the first ones where such names are not found.</source>
        <translation>Tantas como arriba y en el mismo orden. Sin elección, las que tienen los mismos nombres, o las primeras si no se encuentran esos nombres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Natural colours</source>
        <translation>Colores naturales</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Red, green and blue on the grid of the infrared raster.</source>
        <translation>Rojo, verde y azul en la cuadrícula del ráster infrarrojo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Compare before and after</source>
        <translation>Comparar antes y después</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Runs a trained model over a raster and makes a page on which the result is swiped over the raster, to judge the model or to show it to others.</source>
        <translation>Aplica un modelo entrenado a un ráster y crea una página en la que el resultado se desliza sobre el ráster, para juzgar el modelo o enseñárselo a otros.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Input raster</source>
        <translation>Ráster de entrada</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>The raster to translate, of the kind that the model was trained on.</source>
        <translation>El ráster que se traduce, del tipo con el que se entrenó el modelo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Model package</source>
        <translation>Paquete de modelo</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Model (*.dlpk *.emd *.onnx)</source>
        <translation>Modelo (*.dlpk *.emd *.onnx)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>The .dlpk made by Train Image Translation Model or by a ready-made chain.</source>
        <translation>El .dlpk creado por «Entrenar modelo de traducción de imágenes» o por una cadena preparada.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Extent</source>
        <translation>Extensión</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Only this part of the raster is translated and shown, hence in more detail. Empty means all of it.</source>
        <translation>Solo se traduce y se muestra esta parte del ráster, y por tanto con más detalle. Vacío significa todo él.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Match the cell size of the model</source>
        <translation>Igualar el tamaño de celda del modelo</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <source>Resamples the raster to the cell size that the model was trained on, and the result back to the raster's own grid.</source>
        <translation>Remuestrea el ráster al tamaño de celda con el que se entrenó el modelo, y el resultado de vuelta a la cuadrícula del ráster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Translated raster</source>
        <translation>Ráster traducido</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>A GeoTIFF on the grid of the input. It appears only when it is complete.</source>
        <translation>Un GeoTIFF en la cuadrícula de la entrada. Aparece solo cuando está completo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Comparison</source>
        <translation>Comparación</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>HTML files (*.html)</source>
        <translation>Archivos HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_provider/chains.py"/>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The page. It holds both pictures and needs no other file.</source>
        <translation>La página. Contiene las dos imágenes y no necesita ningún otro archivo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Classify Pixels</source>
        <translation>Clasificar píxeles</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Runs a trained model over a raster of any size and writes the translated raster on the same grid: a grey air photo comes out in colour. NoData stays NoData.</source>
        <translation>Aplica un modelo entrenado a un ráster de cualquier tamaño y escribe el ráster traducido en la misma cuadrícula: una foto aérea gris sale en color. NoData sigue siendo NoData.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Input bands</source>
        <translation>Bandas de entrada</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Bands to give to the model, as many as it was trained on and in its order. None chosen means those that have the names of the model's bands; where such names are not found, the first ones, or the luma of a colour raster for a model of grey.</source>
        <translation>Bandas para el modelo, tantas como en el entrenamiento y en su orden. Sin elección, las que tienen los nombres de las bandas del modelo; si no se encuentran esos nombres, las primeras, o la luma de un ráster en color para un modelo de gris.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Model (*.dlpk *.emd *.onnx starter)</source>
        <translation>Modelo (*.dlpk *.emd *.onnx starter)</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>starter is the model that comes with the plugin: it colours grey air photos with cells of 0.1 to 0.6 m without any training. Else the .dlpk made by Train Image Translation Model, or the .emd file of an unpacked one. Also an .onnx model, such as those for Deepness, and a Pix2Pix package made by ArcGIS, which needs PyTorch.</source>
        <translation>starter es el modelo que trae el complemento: colorea fotos aéreas grises con celdas de 0,1 a 0,6 m sin ningún entrenamiento. Si no, el .dlpk creado por «Entrenar modelo de traducción de imágenes», o el archivo .emd de uno descomprimido. También un modelo .onnx, como los de Deepness, y un paquete Pix2Pix de ArcGIS, que necesita PyTorch.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>What the model is</source>
        <translation>Qué es el modelo</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Only this part of the raster is translated; the output ends at the pixels that it touches. Empty means the whole raster.</source>
        <translation>Solo se traduce esta parte del ráster; la salida termina en los píxeles que toca. Vacío significa todo el ráster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Mask polygons</source>
        <translation>Polígonos de máscara</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Outside these polygons nothing is computed and the output is NoData.</source>
        <translation>Fuera de estos polígonos no se calcula nada y la salida es NoData.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Match the tones of the input</source>
        <translation>Igualar los tonos de la entrada</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>model statistics: carries the input's histogram to that of the imagery that the model was trained on, which helps with old film and foreign sensors. The brightness of the result changes with it.</source>
        <translation>model statistics: lleva el histograma de la entrada al de las imágenes con las que se entrenó el modelo; ayuda con película antigua y sensores ajenos. El brillo del resultado cambia con él.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Resamples the raster to the cell size that the model was trained on, and the result back to the raster's own grid. A model that keeps the lightness keeps that of the full raster.</source>
        <translation>Remuestrea el ráster al tamaño de celda con el que se entrenó el modelo, y el resultado de vuelta a la cuadrícula del ráster. Un modelo que conserva la luminosidad conserva la del ráster completo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Average over flips and turns</source>
        <translation>Promediar volteos y giros</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Translates each tile in eight directions and takes the mean: a little better, eight times slower.</source>
        <translation>Traduce cada tesela en ocho direcciones y toma la media: un poco mejor, ocho veces más lento.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Add a band with the uncertainty</source>
        <translation>Añadir una banda con la incertidumbre</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>How much those eight directions differ at a pixel, in units of the output: where it is large, the model is guessing. Eight times slower.</source>
        <translation>Cuánto difieren esas ocho direcciones en un píxel, en unidades de la salida: donde es grande, el modelo está adivinando. Ocho veces más lento.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Go on where an interrupted run stopped</source>
        <translation>Continuar donde se interrumpió una ejecución</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>For rasters over 50 million pixels: finished parts are kept beside the output until it is complete, so that the same job need not begin anew.</source>
        <translation>Para rásteres de más de 50 millones de píxeles: las partes terminadas se guardan junto a la salida hasta que esté completa, para que el mismo trabajo no tenga que empezar de nuevo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Address of a Dask scheduler</source>
        <translation>Dirección de un planificador de Dask</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>Lets several machines share the work: tcp://server:8786, where dask scheduler runs on server and dask worker on each machine. All of them must reach the raster and the model by the same paths. A run that is interrupted begins anew. Empty means this machine alone.</source>
        <translation>Reparte el trabajo entre varios equipos: tcp://server:8786, donde dask scheduler se ejecuta en server y dask worker en cada equipo. Todos deben llegar al ráster y al modelo por las mismas rutas. Una ejecución interrumpida empieza de nuevo. Vacío significa solo este equipo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py"/>
        <source>INPUT gives {given} band(s) and the model {model} needs {needed}.</source>
        <translation>INPUT da {given} banda(s) y el modelo {model} necesita {needed}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Colorize historical photos</source>
        <translation>Colorear fotos históricas</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>From today's colour orthophoto to a colour version of an old black-and-white photo in one go: in seconds, by giving the colours of the orthophoto to the model that comes with the plugin, or in minutes, by training a model on the orthophoto that copes with the faults of old film.</source>
        <translation>De la ortofoto en color de hoy a una versión en color de una foto antigua en blanco y negro, de una vez: en segundos, dando los colores de la ortofoto al modelo que trae el complemento, o en minutos, entrenando con la ortofoto un modelo que sabe tratar los defectos de la película antigua.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>From today's colour orthophoto to a colour version of an old black-and-white photo in one go: cuts training chips from the orthophoto and its grey picture, trains a model on them that copes with the faults of old film, and runs it over the old photo.</source>
        <translation>De la ortofoto en color actual a una versión en color de una foto antigua en blanco y negro de una sola vez: corta recortes de entrenamiento de la ortofoto y de su imagen gris, entrena con ellos un modelo que se las arregla con los defectos de la película antigua y lo aplica a la foto antigua.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Colour orthophoto of today</source>
        <translation>Ortofoto en color actual</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Its first three bands are red, green and blue. It need not show the same ground as the old photo, but should show the same kind of landscape. Without a training it may be a web map, too.</source>
        <translation>Sus tres primeras bandas son rojo, verde y azul. No hace falta que muestre el mismo terreno que la foto antigua, pero sí el mismo tipo de paisaje. Sin entrenamiento puede ser también un mapa web.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Historical photo</source>
        <translation>Foto histórica</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The black-and-white photo; its first band is used.</source>
        <translation>La foto en blanco y negro; se usa su primera banda.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Train a model on the orthophoto (minutes)</source>
        <translation>Entrenar un modelo con la ortofoto (minutos)</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>No: the photo has colours in seconds. Yes: the better second step, for which the parameters below are; it needs PyTorch. A script that sets one of those and not this one trains.</source>
        <translation>No: la foto tiene colores en segundos. Sí: el segundo paso, mejor, para el que son los parámetros de abajo; necesita PyTorch. Un script que fija uno de ellos y no este entrena.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>Colour photo</source>
        <translation>Foto en color</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The old photo in colour, on its own grid and with its own detail.</source>
        <translation>La foto antigua en color, en su propia cuadrícula y con su propio detalle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The trained model, or without a training the base model with the colours of the orthophoto. Keep it to colorize more photos of the place with Classify Pixels.</source>
        <translation>El modelo entrenado, o sin entrenamiento el modelo base con los colores de la ortofoto. Guárdelo para colorear más fotos del lugar con «Clasificar píxeles».</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>The photo gets the colours of the orthophoto without a training; with TRAIN a model learns from it.</source>
        <translation>La foto recibe los colores de la ortofoto sin entrenamiento; con TRAIN un modelo aprende de ella.</translation>
    </message>
    <message>
        <location filename="../processing_provider/colorize_historical_photos.py"/>
        <source>EXTENT chooses no part of TARGET ({layer}) that can be cut out; choose another one, or leave it empty.</source>
        <translation>EXTENT no elige ninguna parte de TARGET ({layer}) que se pueda recortar; elija otra extensión o déjela vacía.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Compare Images</source>
        <translation>Comparar imágenes</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Makes a page on which one picture is swiped over another, to see what a translation has changed. It opens in any browser and can be sent to others.</source>
        <translation>Crea una página en la que una imagen se desliza sobre otra, para ver qué ha cambiado una traducción. Se abre en cualquier navegador y se puede enviar a otros.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>One band for grey, three for red, green and blue; none chosen means the first ones.</source>
        <translation>Una banda para gris, tres para rojo, verde y azul; sin elección, las primeras.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The raster on the left, for example the grey air photo.</source>
        <translation>El ráster de la izquierda, por ejemplo la foto aérea gris.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Bands of before</source>
        <translation>Bandas de antes</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>After</source>
        <translation>Después</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The raster on the right, of the same ground; the other one is brought onto its grid.</source>
        <translation>El ráster de la derecha, del mismo terreno; el otro se lleva a su cuadrícula.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Bands of after</source>
        <translation>Bandas de después</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Only this part is shown, hence in more detail. Empty means all of the raster after.</source>
        <translation>Solo se muestra esta parte, y por tanto con más detalle. Vacío significa todo el ráster de después.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>Size of the pictures (pixels)</source>
        <translation>Tamaño de las imágenes (píxeles)</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>The longer side, at most; smaller rasters are shown as they are.</source>
        <translation>El lado más largo, como máximo; los rásteres más pequeños se muestran como son.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Truth</source>
        <translation>Verdad</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>What the raster after should be, where that is known: then figures of both rasters against it stand below the pictures. Evaluate Model tells more.</source>
        <translation>Lo que debería ser el ráster de después, donde se conoce: entonces, debajo de las imágenes figuran las cifras de ambos rásteres frente a él. «Evaluar modelo» dice más.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Bands of the truth</source>
        <translation>Bandas de la verdad</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>None chosen means all, or as many as the other raster has.</source>
        <translation>Sin elección, todas, o tantas como tiene el otro ráster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>{figure} of the raster after</source>
        <translation>{figure} del ráster de después</translation>
    </message>
    <message>
        <location filename="../processing_provider/compare_images.py"/>
        <source>{figure} of the raster before</source>
        <translation>{figure} del ráster de antes</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>automatic uses the graphics card when the installed onnxruntime can, else the processor; the log names the one in use.</source>
        <translation>automatic usa la tarjeta gráfica si el onnxruntime instalado puede; si no, el procesador. El registro indica cuál se usa.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Processor threads (0: all)</source>
        <translation>Hilos del procesador (0: todos)</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Fewer threads leave room for other work.</source>
        <translation>Menos hilos dejan sitio para otros trabajos.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Engine</source>
        <translation>Motor</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>automatic: onnxruntime, and for large rasters PyTorch or OpenVINO where they are installed and the processor has bfloat16, which makes them faster. The log names the one in use.</source>
        <translation>automatic: onnxruntime y, para rásteres grandes, PyTorch u OpenVINO donde estén instalados y el procesador tenga bfloat16, que los hace más rápidos. El registro indica cuál se usa.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Precision</source>
        <translation>Precisión</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>float32 is exact and always runs. bfloat16 has half the bits: faster on processors made for it, and off by a fraction of a grey level on average. automatic leaves it to the engine.</source>
        <translation>float32 es exacto y siempre funciona. bfloat16 tiene la mitad de bits: más rápido en procesadores hechos para ello y, de media, con un error de una fracción de nivel de gris. automatic lo deja al motor.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Tile size (pixels, 0: automatic)</source>
        <translation>Tamaño de tesela (píxeles, 0: automático)</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>automatic takes the size that covers the raster with the least work. Larger tiles give the model more context and need more memory.</source>
        <translation>automatic toma el tamaño que cubre el ráster con el menor trabajo. Las teselas más grandes dan más contexto al modelo y necesitan más memoria.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Overlap (pixels, -1: automatic)</source>
        <translation>Solape (píxeles, -1: automático)</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Neighbouring tiles are blended over this many pixels, so no seam shows.</source>
        <translation>Las teselas vecinas se funden a lo largo de este número de píxeles, para que no se vea ninguna costura.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Blending</source>
        <translation>Fusión</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>How one tile passes into the next within the overlap: linear is straight, hann begins and ends gently, which suits models whose tiles differ much.</source>
        <translation>Cómo pasa una tesela a la siguiente dentro del solape: linear es recta; hann empieza y termina con suavidad, lo que conviene a modelos cuyas teselas difieren mucho.</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>Tiles a batch (0: automatic)</source>
        <translation>Teselas por lote (0: automático)</translation>
    </message>
    <message>
        <location filename="../processing_provider/engine_parameters.py"/>
        <source>How many tiles the model works on at once.</source>
        <translation>Con cuántas teselas trabaja el modelo a la vez.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>Evaluate Model</source>
        <translation>Evaluar modelo</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>Tells how good a model is on imagery whose truth is known: on the test chips of a folder, or on a pair of rasters. Also judges a finished result against the truth. The figures stand beside those of the input copied and of a fitted curve, which a model must beat, with their spread over blocks.</source>
        <translation>Dice lo bueno que es un modelo con imágenes cuya verdad se conoce: con los recortes de prueba de una carpeta, o con un par de rásteres. También juzga un resultado terminado frente a la verdad. Las cifras figuran junto a las de la entrada copiada y de una curva ajustada, que un modelo debe superar, con su dispersión entre bloques.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>accuracy,quality,error,compare,validation,test,PSNR,SSIM,report</source>
        <translation>exactitud,calidad,error,comparar,validación,prueba,PSNR,SSIM,informe</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_model.py"/>
        <source>CHIPS {folder} does not exist; export training chips first.</source>
        <translation>CHIPS {folder} no existe; exporte antes recortes de entrenamiento.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The model that is judged, on a folder of chips or on a pair of input raster and truth; starter is the one that comes with the plugin. Empty to judge a finished result.</source>
        <translation>El modelo que se juzga, con una carpeta de recortes o con un par de ráster de entrada y verdad; starter es el que trae el complemento. Vacío para juzgar un resultado terminado.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Chips</source>
        <translation>Recortes</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>A folder made by Export Training Chips: the model is judged on its test chips, which no training has seen. Several folders with the same bands may be given, separated by semicolons.</source>
        <translation>Una carpeta creada por «Exportar recortes de entrenamiento»: el modelo se juzga con sus recortes de prueba, que ningún entrenamiento ha visto. Se pueden dar varias carpetas con las mismas bandas, separadas por punto y coma.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Which chips</source>
        <translation>Qué recortes</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>automatic: those for testing, or those for validation where there are none, by which a training chooses its best epoch. The report says which were taken.</source>
        <translation>automatic: los de prueba o, donde no los hay, los de validación (validation), con los que un entrenamiento elige su mejor época. El informe dice cuáles se tomaron.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The raster that the model translates. Beside a finished result, the raster that it was made from, so that the figures stand beside those of the input copied and of a fitted curve.</source>
        <translation>El ráster que traduce el modelo. Junto a un resultado terminado, el ráster del que se hizo, para que las cifras figuren junto a las de la entrada copiada y de una curva ajustada.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>A finished raster that is judged, made by Classify Pixels or by anything else.</source>
        <translation>Un ráster terminado que se juzga, creado por «Clasificar píxeles» o por cualquier otro medio.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Bands of the result</source>
        <translation>Bandas del resultado</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>What the result should be: real imagery of the same ground. It is brought onto the result's grid.</source>
        <translation>Lo que debería ser el resultado: imágenes reales del mismo terreno. Se llevan a la cuadrícula del resultado.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Only this part of the rasters is judged. Empty means all of them.</source>
        <translation>Solo se juzga esta parte de los rásteres. Vacío significa los rásteres enteros.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Outside these polygons nothing counts: to leave out clouds, for example.</source>
        <translation>Fuera de estos polígonos no cuenta nada: para dejar fuera las nubes, por ejemplo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Block size (pixels, 0: automatic)</source>
        <translation>Tamaño de bloque (píxeles, 0: automático)</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Rasters are judged in square blocks, over which the spread of the figures is told. automatic: 256, or less where there would be few. Each chip is a block of its own. Values from 1 to 15 are refused.</source>
        <translation>Los rásteres se juzgan en bloques cuadrados, entre los que se indica la dispersión de las cifras. automatic: 256, o menos donde habría pocos. Cada recorte es un bloque propio. Se rechazan los valores de 1 a 15.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Range of the values (0: automatic)</source>
        <translation>Rango de los valores (0: automático)</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The span that PSNR and SSIM refer to. automatic: 255 for 8-bit values; else the range that the model writes, or without a model that of the truth but for its extreme thousandths.</source>
        <translation>El intervalo al que se refieren PSNR y SSIM. automatic: 255 con valores de 8 bits; si no, el rango que escribe el modelo o, sin modelo, el de la verdad sin sus milésimas extremas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>As in Classify Pixels, for a model that is judged on rasters.</source>
        <translation>Como en «Clasificar píxeles», para un modelo que se juzga con rásteres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Report</source>
        <translation>Informe</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>A page with the figures, their spread over the blocks, a map of them, and pictures of typical blocks. It needs no other file.</source>
        <translation>Una página con las cifras, su dispersión entre los bloques, un mapa de ellas e imágenes de bloques típicos. No necesita ningún otro archivo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>CSV files (*.csv)</source>
        <translation>Archivos CSV (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>The figures of every block and method, and those of the whole.</source>
        <translation>Las cifras de cada bloque y método, y las del conjunto.</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>{figure} of the input copied</source>
        <translation>{figure} de la entrada copiada</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>{figure} of the fitted curve</source>
        <translation>{figure} de la curva ajustada</translation>
    </message>
    <message>
        <location filename="../processing_provider/evaluate_parameters.py"/>
        <source>Number of blocks or chips judged</source>
        <translation>Número de bloques o recortes juzgados</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Input raster (what the model will be given)</source>
        <translation>Ráster de entrada (lo que recibirá el modelo)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The kind of imagery that you want to translate, over the same ground as the target. It may be the same raster as the target. Leave it empty when the grey picture is made from the target.</source>
        <translation>El tipo de imágenes que quiere traducir, sobre el mismo terreno que el objetivo. Puede ser el mismo ráster que el objetivo. Déjelo vacío si la imagen gris se hace a partir del objetivo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Bands of the input raster to use; none chosen means all of them.</source>
        <translation>Bandas del ráster de entrada que se usan; sin elección, todas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Target raster (what the model must produce)</source>
        <translation>Ráster objetivo (lo que debe producir el modelo)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The kind of imagery that you want to get, for example today's colour orthophoto.</source>
        <translation>El tipo de imágenes que quiere obtener, por ejemplo la ortofoto en color actual.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Target bands</source>
        <translation>Bandas del objetivo</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Bands of the target raster to use; none chosen means all of them.</source>
        <translation>Bandas del ráster objetivo que se usan; sin elección, todas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Make the input from the target: its grey picture</source>
        <translation>Hacer la entrada a partir del objetivo: su imagen gris</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The input is the brightness of the target's first three bands (Rec. 601 luma), so that one colour orthophoto is enough to learn colorization.</source>
        <translation>La entrada es el brillo de las tres primeras bandas del objetivo (luma de Rec. 601), de modo que basta una ortofoto en color para aprender a colorear.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Only chips that lie wholly in this rectangle are exported. Empty means all of the area that both rasters cover.</source>
        <translation>Solo se exportan los recortes que están por completo en este rectángulo. Vacío significa toda la zona que cubren ambos rásteres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Only chips at these polygons are exported, by the rule that comes next.</source>
        <translation>Solo se exportan los recortes en estos polígonos, según la regla que sigue.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips to take at the mask</source>
        <translation>Qué recortes tomar en la máscara</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>intersects: every chip that touches a polygon; within: only chips that lie wholly in the polygons.</source>
        <translation>intersects: todo recorte que toca un polígono; within: solo los recortes que están por completo en los polígonos.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Grid of the chips</source>
        <translation>Cuadrícula de los recortes</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Where the rasters differ in coordinate reference system, cell size or position, both are brought onto one grid: that of the target, that of the input, or the finer one. The raster that lies on it already is not changed by a single pixel.</source>
        <translation>Cuando los rásteres difieren en sistema de referencia de coordenadas, tamaño de celda o posición, ambos se llevan a una sola cuadrícula: la del objetivo (target), la de la entrada (input) o la más fina (finer). El ráster que ya está en ella no cambia ni un solo píxel.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Cell size (0: that of the grid)</source>
        <translation>Tamaño de celda (0: el de la cuadrícula)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Width and height of a pixel of the chips, in units of the grid's coordinate reference system. A model works best at the cell size that it was trained at.</source>
        <translation>Ancho y alto de un píxel de los recortes, en unidades del sistema de referencia de coordenadas de la cuadrícula. Un modelo funciona mejor con el tamaño de celda con el que se entrenó.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Resampling</source>
        <translation>Remuestreo</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>How pixels are brought onto the grid; used only for a raster that lies on another one, and for chips turned by an angle. nearest suits classes and is half a pixel off for pictures.</source>
        <translation>Cómo se llevan los píxeles a la cuadrícula; se usa solo para un ráster que está en otra, y para recortes girados un ángulo. nearest conviene a clases y se desvía medio píxel en imágenes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Chip size (pixels)</source>
        <translation>Tamaño del recorte (píxeles)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Width and height of a chip. 256 suits Pix2Pix; at least 32.</source>
        <translation>Ancho y alto de un recorte. 256 conviene a Pix2Pix; 32 como mínimo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Stride (pixels)</source>
        <translation>Paso (píxeles)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Distance from one chip to the next. Half the chip size gives overlapping chips, hence more of them from a small area; the chip size or more gives chips without overlap.</source>
        <translation>Distancia de un recorte al siguiente. La mitad del tamaño da recortes solapados y, por tanto, más de ellos en una zona pequeña; el tamaño completo o más da recortes sin solape.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Image format</source>
        <translation>Formato de imagen</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>TIFF holds every data type and any number of bands; PNG holds 1 or 3 bands of whole numbers; JPEG changes pixels a little and holds 8-bit pictures.</source>
        <translation>TIFF admite cualquier tipo de datos y número de bandas; PNG admite 1 o 3 bandas de números enteros; JPEG cambia un poco los píxeles y admite imágenes de 8 bits.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Largest share of NoData in a chip (%)</source>
        <translation>Proporción máxima de NoData en un recorte (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips with more invalid pixels than this, in input or target, are skipped.</source>
        <translation>Se omiten los recortes con más píxeles no válidos que esto, en la entrada o en el objetivo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Turned chips</source>
        <translation>Recortes girados</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>More training chips: each one again by 90, 180 and 270 degrees (quarter turns), or once by an angle of your choice. They are read from the rasters, so that no corner is black. Training turns and flips chips by quarters anyway.</source>
        <translation>Más recortes de entrenamiento: cada uno otra vez girado 90, 180 y 270 grados (quarter turns), o una vez un ángulo que usted elija (angle). Se leen de los rásteres, de modo que ninguna esquina es negra. El entrenamiento gira y voltea los recortes en cuartos de vuelta de todos modos.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Angle of the turned chips (degrees)</source>
        <translation>Ángulo de los recortes girados (grados)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Counter-clockwise; used when turned chips are set to angle.</source>
        <translation>En sentido antihorario; se usa cuando en los recortes girados se elige angle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Largest number of chips (0: no limit)</source>
        <translation>Número máximo de recortes (0: sin límite)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>For huge rasters: take a random sample, spread evenly over the area. Turned chips are not counted.</source>
        <translation>Para rásteres enormes: una muestra aleatoria, repartida de forma uniforme por la zona. Los recortes girados no se cuentan.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The same seed gives the same sample and the same split.</source>
        <translation>La misma semilla da la misma muestra y la misma división.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips kept for validation (%)</source>
        <translation>Recortes reservados para validación (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Share of the chips that training never sees, so that its figures are honest. They are taken in blocks, and training chips that overlap them are left out.</source>
        <translation>Proporción de los recortes que el entrenamiento nunca ve, para que sus cifras sean honestas. Se toman en bloques, y se dejan fuera los recortes de entrenamiento que los solapan.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips kept for a final test (%)</source>
        <translation>Recortes reservados para una prueba final (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>A further share, used neither for training nor to choose the best epoch.</source>
        <translation>Otra proporción, que no se usa ni para entrenar ni para elegir la mejor época.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>If the folder already holds chips</source>
        <translation>Si la carpeta ya contiene recortes</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>refuse: stop without touching them; append: add the new chips, which must be of the same kind and grid; replace: put the new chips in their place once they are complete.</source>
        <translation>refuse: detenerse sin tocarlos; append: añadir los recortes nuevos, que deben ser del mismo tipo y cuadrícula; replace: poner los recortes nuevos en su lugar cuando estén completos.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Training chips</source>
        <translation>Recortes de entrenamiento</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The folder to make. It holds images/ (the input), images2/ (the target) and chips.json, in the layout of ArcGIS's Export Tiles, and appears only when the export is complete.</source>
        <translation>La carpeta que se crea. Contiene images/ (la entrada), images2/ (el objetivo) y chips.json, con la estructura «Export Tiles» de ArcGIS, y aparece solo cuando la exportación está completa.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chip footprints</source>
        <translation>Huellas de los recortes</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>The outline of each chip with its split, its share of NoData and its angle, in a colour for each split. Left temporary it is the file footprints.gpkg in the folder of the chips; else a copy of it.</source>
        <translation>El contorno de cada recorte con su división, su proporción de NoData y su ángulo, con un color para cada división. Como salida temporal es el archivo footprints.gpkg de la carpeta de los recortes; si no, una copia de él.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Contact sheet</source>
        <translation>Hoja de contactos</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>A page with sample pairs, histograms and counts, to see at a glance whether the chips are what you want. It opens in any browser.</source>
        <translation>Una página con pares de ejemplo, histogramas y recuentos, para ver de un vistazo si los recortes son los que quiere. Se abre en cualquier navegador.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Number of chips</source>
        <translation>Número de recortes</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py"/>
        <source>Chips left out</source>
        <translation>Recortes omitidos</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py"/>
        <source>Export Training Chips</source>
        <translation>Exportar recortes de entrenamiento</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py"/>
        <source>Cuts a pair of rasters into small image chips from which a model learns to turn the first kind of imagery into the second: for example a grey picture into colour.</source>
        <translation>Corta un par de rásteres en pequeños recortes de imagen con los que un modelo aprende a convertir el primer tipo de imágenes en el segundo: por ejemplo, una imagen gris en una en color.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py"/>
        <source>INPUT is empty: choose an input raster, or tick GREY_FROM_TARGET to make it from the target.</source>
        <translation>INPUT está vacío: elija un ráster de entrada, o marque GREY_FROM_TARGET para hacerlo a partir del objetivo.</translation>
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
        <translation>Error angular (grados)</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{percent} %: {step}, {time} left</source>
        <translation>{percent} %: {step}, quedan {time}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>Cancelled.</source>
        <translation>Cancelado.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>Where QGIS writes below that the execution failed, it means that you have stopped it: nothing has gone wrong.</source>
        <translation>Si QGIS escribe abajo que la ejecución ha fallado, solo significa que usted la ha detenido: nada ha salido mal.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{parameter} cannot be opened as a raster: {value}</source>
        <translation>{parameter} no se puede abrir como ráster: {value}</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{parameter} ({layer}) is a {kind} layer without pixels to read; save it as a GeoTIFF first.</source>
        <translation>{parameter} ({layer}) es una capa {kind} sin píxeles que leer; guárdela antes como GeoTIFF.</translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py"/>
        <source>{parameter} cannot be opened as a polygon layer: {value}</source>
        <translation>{parameter} no se puede abrir como capa de polígonos: {value}</translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>{parameter} cannot be opened as a point layer: {value}</source>
        <translation>{parameter} no se puede abrir como capa de puntos: {value}</translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>{parameter} ({layer}) has no field for colours: those of its symbols are taken.</source>
        <translation>{parameter} ({layer}) no tiene ningún campo de colores: se toman los de sus símbolos.</translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>{parameter} ({layer}) has neither a field for colours (red, green and blue, or colour, or ground) nor symbols that show one; add such a field, or style the layer.</source>
        <translation>{parameter} ({layer}) no tiene ni un campo de colores (red, green y blue, o colour, o ground) ni símbolos que muestren alguno; añada ese campo o dé un estilo a la capa.</translation>
    </message>
    <message>
        <location filename="../processing_provider/known_colours.py"/>
        <source>The points of {parameter} cannot be written to a temporary file: {problem}</source>
        <translation>Los puntos de {parameter} no se pueden escribir en un archivo temporal: {problem}</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>From {input} ({from_names}) to {output} ({to_names}).</source>
        <translation>De {input} ({from_names}) a {output} ({to_names}).</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>Of the {count} bands of {layer} it is given: {bands}.</source>
        <translation>De las {count} bandas de {layer} recibe: {bands}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>luma</source>
        <translation>luma</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>Band {number}</source>
        <translation>Banda {number}</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>1 band</source>
        <translation>1 banda</translation>
    </message>
    <message>
        <location filename="../processing_provider/model_hint.py"/>
        <source>{count} bands</source>
        <translation>{count} bandas</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Colour pictures of the place</source>
        <translation>Imágenes en color del lugar</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Rasters in colour that show the same kind of country, such as an orthophoto of today, a Sentinel-2 scene or a web map: in seconds, without training, the model's colours become those of the place. They may be coarser or finer and of another date, and lie beside the photo; where they cover it, what has not changed gets its own colour. Web maps are read around the photo.</source>
        <translation>Ráster en color que muestran el mismo tipo de paisaje, como una ortofoto de hoy, una escena de Sentinel-2 o un mapa web: en segundos y sin entrenamiento, los colores del modelo pasan a ser los del lugar. Pueden ser más gruesos o más finos, de otra fecha y estar al lado de la foto; donde la cubren, lo que no ha cambiado recibe su propio color. Los mapas web se leen alrededor de la foto.</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Points on the photo whose colour is known: this roof was red, this was grass. What looks alike gets their colours, near them more than far away. Fields red, green and blue, or colour (#rrggbb or a name), or ground say the colours, else the symbols of the layer. The tool Known Colour of the plugin makes such points by clicks.</source>
        <translation>Puntos sobre la foto cuyo color se conoce: este tejado era rojo, esto era hierba. Lo que se parece recibe sus colores, más cerca de ellos que lejos. Los colores están en los campos red, green y blue, o colour (#rrggbb o un nombre), o ground; si no, en los símbolos de la capa. La herramienta «Color conocido» del complemento hace tales puntos con clics.</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>Model with the colours of the place</source>
        <translation>Modelo con los colores del lugar</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Model package (*.dlpk)</source>
        <translation>Paquete de modelo (*.dlpk)</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>The model with the colours of the place in one package, for other photos of the place: with it Classify Pixels needs the pictures no more. What is known of single spots is not in it.</source>
        <translation>El modelo con los colores del lugar en un paquete, para otras fotos del lugar: con él, «Clasificar píxeles» ya no necesita las imágenes. Lo que se sabe de puntos sueltos no está en él.</translation>
    </message>
    <message>
        <location filename="../processing_provider/place_parameters.py"/>
        <source>ADAPTED_MODEL needs a REFERENCE or KNOWN_COLOURS; give one, or leave it empty.</source>
        <translation>ADAPTED_MODEL necesita REFERENCE o KNOWN_COLOURS; indique uno o déjelo vacío.</translation>
    </message>
    <message>
        <location filename="../processing_provider/provider.py"/>
        <source>Python interpreter that has onnxruntime and torch</source>
        <translation>Intérprete de Python que tiene onnxruntime y torch</translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>the environment variable IMAGE_TRANSLATION_PYTHON</source>
        <translation>la variable de entorno IMAGE_TRANSLATION_PYTHON</translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>the settings</source>
        <translation>la configuración</translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>The Python interpreter {path} named in {origin} does not exist.</source>
        <translation>El intérprete de Python {path}, indicado en {origin}, no existe.</translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py"/>
        <source>The Python packages {packages} are missing: choose Plugins &gt; Image Translation &gt; Python Environment, or name an interpreter that has them under Settings &gt; Options &gt; Processing &gt; Providers &gt; Image Translation.</source>
        <translation>Faltan los paquetes de Python {packages}: elija Complementos &gt; Image Translation &gt; Entorno de Python, o indique un intérprete que los tenga en Configuración &gt; Opciones &gt; Procesado &gt; Proveedores &gt; Image Translation.</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Data type of the output</source>
        <translation>Tipo de datos de la salida</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>of the model: what it was trained to make, Byte for colour. Other types get the same values, rounded and clipped to their range.</source>
        <translation>of the model: aquel para el que se entrenó, Byte para color. Los otros tipos reciben los mismos valores, redondeados y recortados a su rango.</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Format of the output</source>
        <translation>Formato de la salida</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>GeoTIFF: tiled and compressed. cloud optimized GeoTIFF: also ordered so that a web server can give out parts of it; written at the end from a temporary file beside it.</source>
        <translation>GeoTIFF: en teselas y comprimido. cloud optimized GeoTIFF: además ordenado para que un servidor web pueda entregar partes de él; se escribe al final a partir de un archivo temporal contiguo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Creation options</source>
        <translation>Opciones de creación</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>GDAL's options for that format as KEY=VALUE, separated by | signs, in place of those that are set by default (DEFLATE compression with predictor, tiles): COMPRESS=ZSTD, say.</source>
        <translation>Opciones de GDAL para ese formato como KEY=VALUE, separadas por signos |, en lugar de las predeterminadas (compresión DEFLATE con predictor, teselas): por ejemplo COMPRESS=ZSTD.</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Add overviews</source>
        <translation>Añadir vistas generales</translation>
    </message>
    <message>
        <location filename="../processing_provider/raster_output_parameters.py"/>
        <source>Smaller copies inside the file, so that it is drawn quickly at every scale; a third more space. A cloud optimized GeoTIFF always has them.</source>
        <translation>Copias más pequeñas dentro del archivo, para que se dibuje rápido a cualquier escala; un tercio más de espacio. Un cloud optimized GeoTIFF siempre las tiene.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>By preset: {values}.</source>
        <translation>Según la receta (Preset): {values}.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Colour handling</source>
        <translation>Tratamiento del color</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>automatic chooses by the chips, except for the preset Classic, which is direct. luma and chroma, and Lab: the brightness of the input is kept and only its colour is predicted (one band to red, green, blue); Lab through tanh: as colorizers are published. residual: what a fitted curve misses is predicted (any bands). direct: every band is predicted as it is, as in the original Pix2Pix.</source>
        <translation>automatic elige según los recortes, salvo con la receta Classic, que es direct. luma and chroma, y Lab: se conserva el brillo de la entrada y solo se predice su color (una banda a rojo, verde y azul); Lab through tanh: como se publican los colorizadores. residual: se predice lo que le falta a una curva ajustada (cualquier banda). direct: se predice cada banda tal cual, como en el Pix2Pix original.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Adversarial loss</source>
        <translation>Pérdida adversaria</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>How the discriminator judges; vanilla is that of the original Pix2Pix. {}</source>
        <translation>Cómo juzga el discriminador; vanilla es la del Pix2Pix original. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weight of the pixel loss</source>
        <translation>Peso de la pérdida por píxel</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Higher: closer to the target on average; lower: crisper, more inventive. {}</source>
        <translation>Más alto: más cerca del objetivo de media; más bajo: más nítido, más inventado. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Pixel loss</source>
        <translation>Pérdida por píxel</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>What compares output and target pixel by pixel. L1: the mean difference, as the original Pix2Pix. L2: the mean square, which asks for the mean of all that is likely: the best PSNR and paler colours. {}</source>
        <translation>Lo que compara salida y objetivo píxel a píxel. L1: la diferencia media, como el Pix2Pix original. L2: el cuadrado medio, que pide la media de todo lo probable: el mejor PSNR y colores más pálidos. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weight of feature matching</source>
        <translation>Peso de la concordancia de características</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Makes what the discriminator sees in the output like what it sees in the target, which steadies the training; 0 switches it off. {}</source>
        <translation>Hace que lo que el discriminador ve en la salida se parezca a lo que ve en el objetivo, lo que estabiliza el entrenamiento; 0 la desactiva. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weight of the perceptual loss</source>
        <translation>Peso de la pérdida perceptual</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Compares output and target through an encoder that has learned from photographs (see Encoder), whose weights must be on this computer; 0 switches it off. {}</source>
        <translation>Compara la salida y el objetivo mediante un codificador que ha aprendido con fotografías (véase Codificador), cuyos pesos deben estar en este equipo; 0 la desactiva. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Share of the training before the discriminator joins (%)</source>
        <translation>Parte del entrenamiento antes de que entre el discriminador (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>First the pixel loss alone, which is fast; 0 is the original Pix2Pix and 100 trains without a discriminator. {}</source>
        <translation>Primero la pérdida por píxel sola, que es rápida; 0 es el Pix2Pix original y 100 entrena sin discriminador. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Augmentation</source>
        <translation>Aumento de datos</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>flips and quarter turns shows each chip in eight directions, input and target alike. The next three do so as well, and change the input alone. historic film: tones, blur, grain, uneven light, scratches and dust, so that a model trained on imagery of today copes with old photographs. tone: brightness and contrast a little, for imagery of other cameras. mixed: half of the chips as they are, the others as in these two, for a model that is to cope with both. Figures are always for unchanged chips. {}</source>
        <translation>flips and quarter turns (volteos y cuartos de vuelta) muestra cada recorte en ocho direcciones, entrada y objetivo por igual. Los tres siguientes también lo hacen y cambian solo la entrada. historic film: tonos, desenfoque, grano, luz desigual, rayas y polvo, para que un modelo entrenado con imágenes de hoy se las arregle con fotos antiguas. tone: un poco el brillo y el contraste, para imágenes de otras cámaras. mixed: la mitad de los recortes tal como son, los demás como en estos dos, para un modelo que deba servir para ambas cosas. Las cifras son siempre de recortes sin cambios. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Chips a step</source>
        <translation>Recortes por paso</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>The batch size. More chips a step need more memory; when it does not suffice, the batch is halved and the log says so. {}</source>
        <translation>El tamaño del lote (batch size). Más recortes por paso necesitan más memoria; si no alcanza, el lote se reduce a la mitad y el registro lo dice. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Learning rate</source>
        <translation>Tasa de aprendizaje</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Step width of the optimizer at the start. {}</source>
        <translation>Tamaño de paso inicial del optimizador. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Schedule of the learning rate</source>
        <translation>Evolución de la tasa de aprendizaje</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>linear: constant in the first half of the training, then falling to 0 step by step. linear by epoch: the same once an epoch, as the original Pix2Pix. cosine: falls from the first step on, along half a wave. step: a tenth after two thirds. {}</source>
        <translation>linear: constante en la primera mitad del entrenamiento y luego decreciente hasta 0 paso a paso. linear by epoch: lo mismo una vez por época, como el Pix2Pix original. cosine: decrece desde el primer paso, a lo largo de media onda. step: la décima parte tras dos tercios. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Moving average of the weights</source>
        <translation>Media móvil de los pesos</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>How much of the average stays at each step; the average is what is checked and kept. 0 switches it off. {}</source>
        <translation>Cuánto de la media permanece en cada paso; lo que se comprueba y se guarda es la media. 0 la desactiva. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Generator filters (ngf)</source>
        <translation>Filtros del generador (ngf)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>64 is the paper's network; 32 trains several times faster. {}</source>
        <translation>64 es la red del artículo; 32 entrena varias veces más rápido. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Decoder</source>
        <translation>Decodificador</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>How the generator goes back to full size. transposed convolution is the paper's and may leave a checkerboard; resize enlarges and then convolves; pixel shuffle puts channels beside each other. {}</source>
        <translation>Cómo vuelve el generador al tamaño completo. transposed convolution es la del artículo y puede dejar un patrón de ajedrez; resize amplía y luego convoluciona; pixel shuffle coloca los canales uno junto a otro. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Normalization</source>
        <translation>Normalización</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>batch uses the same figures for every tile, so that tiles agree; instance uses each tile's own. {}</source>
        <translation>batch usa las mismas cifras para todas las teselas, de modo que concuerdan; instance usa las propias de cada tesela. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Probability with which values in the generator are left out while it learns, from 0 to 0.95. {}</source>
        <translation>Probabilidad con la que se omiten valores en el generador mientras aprende, de 0 a 0,95. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Discriminator</source>
        <translation>Discriminador</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>PatchGAN is the paper's; two light PatchGANs look at full and at half resolution and cost less; VGG and DCGAN judge windows of 64 px as a whole. {}</source>
        <translation>PatchGAN es el del artículo; two light PatchGANs miran a resolución completa y a la mitad y cuestan menos; VGG y DCGAN juzgan ventanas de 64 px en su conjunto. {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Discriminator filters (ndf)</source>
        <translation>Filtros del discriminador (ndf)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Encoder (backbone)</source>
        <translation>Codificador (backbone)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>timm's name of the network for Pix2Pix with pretrained encoder and for the perceptual loss, for example mobilenetv2_100 (when empty), resnet34 or densenet121. A published system has its own.</source>
        <translation>Nombre en timm de la red para Pix2Pix with pretrained encoder y para la pérdida perceptual, por ejemplo mobilenetv2_100 (si está vacío), resnet34 o densenet121. Un sistema publicado tiene la suya.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Pretrained encoder</source>
        <translation>Codificador preentrenado</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Starts the encoder of the model types that have one with weights learned from photographs.</source>
        <translation>Inicia el codificador de los tipos de modelo que lo tienen con pesos aprendidos con fotografías.</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Encoder weights</source>
        <translation>Pesos del codificador</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>Weights (*.safetensors *.pth *.pt *.bin)</source>
        <translation>Pesos (*.safetensors *.pth *.pt *.bin)</translation>
    </message>
    <message>
        <location filename="../processing_provider/recipe_parameters.py"/>
        <source>A file with the weights of that encoder, for computers without internet. When empty, those that timm publishes are used, downloaded once at the start of the first training.</source>
        <translation>Un archivo con los pesos de ese codificador, para equipos sin internet. Si está vacío, se usan los que publica timm, descargados una vez al comienzo del primer entrenamiento.</translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py"/>
        <source>Training</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py"/>
        <source>Validation</source>
        <translation>Validación</translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py"/>
        <source>Test</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py"/>
        <source>Train Image Translation Model</source>
        <translation>Entrenar modelo de traducción de imágenes</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py"/>
        <source>Learns from training chips how to turn one kind of imagery into another (Pix2Pix) and packs the model, ready for Classify Pixels. The best epoch is kept, judged on chips that the training never saw.</source>
        <translation>Aprende con recortes de entrenamiento a convertir un tipo de imágenes en otro (Pix2Pix) y empaqueta el modelo, listo para «Clasificar píxeles». Se guarda la mejor época, juzgada con recortes que el entrenamiento nunca vio.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The folder made by Export Training Chips, or by ArcGIS's Export Training Data with the metadata format Export Tiles. Several folders with the same bands may be given, separated by semicolons.</source>
        <translation>La carpeta creada por «Exportar recortes de entrenamiento», o por «Export Training Data» de ArcGIS con el formato de metadatos «Export Tiles». Se pueden dar varias carpetas con las mismas bandas, separadas por punto y coma.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Further training chips</source>
        <translation>Más recortes de entrenamiento</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Another folder of chips with the same bands to learn from as well, or several, separated by semicolons.</source>
        <translation>Otra carpeta de recortes con las mismas bandas de la que también se aprende, o varias, separadas por punto y coma.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Preset</source>
        <translation>Receta (Preset)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The recipe. Fast: a small network, something good in ten minutes on a laptop. Balanced: the best result for the time on most computers. Classic: the original Pix2Pix, to compare with. Best: large networks, for a graphics card. Each of the advanced parameters that is set replaces what the preset has for it.</source>
        <translation>La receta. Fast: una red pequeña, algo bueno en diez minutos en un portátil. Balanced: el mejor resultado para el tiempo en la mayoría de los equipos. Classic: el Pix2Pix original, para comparar. Best: redes grandes, para una tarjeta gráfica. Cada parámetro avanzado que se fija sustituye lo que la receta tiene para él.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Model type</source>
        <translation>Tipo de modelo</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>automatic: from 8-bit grey to colour the starter model, which comes with the plugin, is trained further on the chips; Pix2Pix where that does not suit, where something of a network is set, and with the presets Classic and Best; the log says which and why. Pix2Pix: a U-Net generator judged by a PatchGAN discriminator. With a pretrained encoder the network has already learned from photographs what things look like, which helps when chips are few; it needs the Python package timm. Feature pyramid: that encoder stays as it is, and a small network learns which colours go with what it sees at a place and around it, without a discriminator: the most for the time from few chips. With a ResNet generator (6 or 9 residual blocks) there are fewer weights and more work a chip. The others are systems that others have published, to compare with: they bring their own recipe, and the preset adds nothing to it. For photographs: Pix2Pix as it is, for 200 epochs. MobileNetV2, DenseNet121: pretrained encoders, PatchGAN, Lab. Colorization CNN: a small network without a discriminator, Lab. Inception-ResNet-v2 fusion: the same told what the whole tile shows. Satellite GAN and Near-infrared GAN: made for windows of 64 px.</source>
        <translation>automatic: de gris de 8 bits a color se sigue entrenando con los recortes el modelo inicial (starter) que trae el complemento; es Pix2Pix donde este no sirve, donde se ha fijado algo de una red y con las recetas Classic y Best; el registro dice cuál y por qué. Pix2Pix: un generador U-Net juzgado por un discriminador PatchGAN. Con un codificador preentrenado (pretrained encoder) la red ya ha aprendido con fotografías qué aspecto tienen las cosas, lo que ayuda cuando hay pocos recortes; necesita el paquete de Python timm. Feature pyramid: ese codificador se queda como está y una red pequeña aprende, sin discriminador, qué colores van con lo que ve en un lugar y a su alrededor: lo máximo para el tiempo con pocos recortes. Con un generador ResNet (6 o 9 bloques residuales) hay menos pesos y más trabajo por recorte. Los demás son sistemas publicados por otros, para comparar: traen su propia receta y la elegida no añade nada. For photographs: Pix2Pix tal cual, durante 200 épocas. MobileNetV2, DenseNet121: codificadores preentrenados, PatchGAN, Lab. Colorization CNN: una red pequeña sin discriminador, Lab. Inception-ResNet-v2 fusion: igual, pero sabe qué muestra toda la tesela. Satellite GAN y Near-infrared GAN: hechos para ventanas de 64 px.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Base model</source>
        <translation>Modelo base</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Model package (*.dlpk starter)</source>
        <translation>Paquete de modelo (*.dlpk starter)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>A model package to start from (fine-tuning), for example one trained elsewhere, so that fewer chips and epochs are needed. It must have the bands of the chips; model type, colour handling and generator are taken from it. Empty, or starter: see the model type automatic. The report compares with the base model as it was, which is kept where no epoch is better.</source>
        <translation>Un paquete de modelo desde el que empezar (ajuste fino), por ejemplo uno entrenado en otro lugar, para que hagan falta menos recortes y épocas. Debe tener las bandas de los recortes; el tipo de modelo, el tratamiento del color y el generador se toman de él. Vacío, o starter: véase el tipo de modelo automatic. El informe compara con el modelo de base tal como era, que se conserva si ninguna época es mejor.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Epochs, at most</source>
        <translation>Épocas, como máximo</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>How often the training goes through all chips. 0: as often as the model type was published with, for example 200 for photographs; 50 for the first four.</source>
        <translation>Cuántas veces recorre el entrenamiento todos los recortes. 0: tantas como se publicó el tipo de modelo, por ejemplo 200 en for photographs; 50 en los cuatro primeros.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Minutes, at most (0: no limit)</source>
        <translation>Minutos, como máximo (0: sin límite)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The training ends after this time if the epochs are not done before, with its schedule fitted to it. The time of an interrupted run that is taken up counts too.</source>
        <translation>El entrenamiento termina tras este tiempo si las épocas no han acabado antes, con su evolución ajustada a él. El tiempo de una ejecución interrumpida que se retoma también cuenta.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Stop early when nothing improves</source>
        <translation>Parar antes cuando nada mejora</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Ends the training after some epochs without a better figure on the validation chips (0: never). {}</source>
        <translation>Termina el entrenamiento tras algunas épocas sin una cifra mejor en los recortes de validación (0: nunca). {}</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Validation chips</source>
        <translation>Recortes de validación</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>A folder of chips of another place, with the same bands, that the training only checks itself on; several are separated by semicolons. The other chips are then all trained on. When empty, the split of the training chips is used.</source>
        <translation>Una carpeta de recortes de otro lugar, con las mismas bandas, con los que el entrenamiento solo se comprueba; varias se separan por punto y coma. Entonces se entrena con todos los demás recortes. Si está vacío, se usa la división de los recortes de entrenamiento.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Validation share where the chips have none (%)</source>
        <translation>Proporción de validación si los recortes no traen ninguna (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Keeps this share of the chips, in spatial blocks, for validation when the chips bring no validation chips of their own (those of ArcGIS never do).</source>
        <translation>Reserva esta proporción de los recortes, en bloques espaciales, para la validación cuando los recortes no traen recortes de validación propios (los de ArcGIS nunca los traen).</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Figure that decides which epoch is best</source>
        <translation>Cifra que decide qué época es la mejor</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Measured on the validation chips after each epoch.</source>
        <translation>Medida en los recortes de validación después de cada época.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>automatic uses a graphics card when torch finds one, else the processor.</source>
        <translation>automatic usa una tarjeta gráfica si torch la encuentra; si no, el procesador.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>automatic uses 16 bits where the machine is faster with them, except for the preset Classic.</source>
        <translation>automatic usa 16 bits donde el equipo es más rápido con ellos, salvo con la receta Classic.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Threads that prepare chips (0: automatic)</source>
        <translation>Hilos que preparan recortes (0: automático)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>They read and turn the next chips while the networks learn from the last.</source>
        <translation>Leen y giran los recortes siguientes mientras las redes aprenden con los últimos.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Two trainings with the same seed on the same processor agree.</source>
        <translation>Dos entrenamientos con la misma semilla en el mismo procesador coinciden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Go on with an interrupted training</source>
        <translation>Continuar un entrenamiento interrumpido</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>A training that was cancelled or has crashed leaves a checkpoint beside the model package. With the same chips, recipe and output the training goes on from it, as if it had never stopped; epochs, minutes and threads may be others.</source>
        <translation>Un entrenamiento cancelado o que ha fallado deja un punto de control junto al paquete de modelo. Con los mismos recortes, receta y salida, el entrenamiento continúa desde él, como si nunca se hubiera detenido; las épocas, los minutos y los hilos pueden ser otros.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>The trained model, kept up to date at each better epoch, so that a training that was cancelled leaves a usable one. While the training goes on, NAME.preview.png beside it shows input, output and truth of a few validation chips, and NAME.checkpoint.safetensors holds what is needed to go on after an interruption; both are removed when the training has ended well. A package of the same chips is never replaced by a worse one: until that is known the new one is NAME.new.dlpk beside it.</source>
        <translation>El modelo entrenado, actualizado en cada época mejor, de modo que un entrenamiento cancelado deja uno utilizable. Durante el entrenamiento, NAME.preview.png muestra a su lado la entrada, la salida y la verdad de algunos recortes de validación, y NAME.checkpoint.safetensors contiene lo necesario para continuar tras una interrupción; ambos se eliminan cuando el entrenamiento ha terminado bien. Un paquete de los mismos recortes nunca se sustituye por uno peor: hasta que eso se sepa, el nuevo es NAME.new.dlpk a su lado.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Training report</source>
        <translation>Informe de entrenamiento</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <location filename="../processing_provider/training_chain.py"/>
        <source>A page with curves, sample pictures and figures. It opens in any browser.</source>
        <translation>Una página con curvas, imágenes de ejemplo y cifras. Se abre en cualquier navegador.</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>Best epoch</source>
        <translation>Mejor época</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>PSNR on test chips (dB)</source>
        <translation>PSNR en los recortes de prueba (dB)</translation>
    </message>
    <message>
        <location filename="../processing_provider/train_parameters.py"/>
        <source>SSIM on test chips</source>
        <translation>SSIM en los recortes de prueba</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>The recipe of the training. Fast: something good in ten minutes on a laptop. Balanced: the best result for the time on most computers. Classic: the original Pix2Pix. Best: for a graphics card.</source>
        <translation>La receta del entrenamiento. Fast: algo bueno en diez minutos en un portátil. Balanced: el mejor resultado para el tiempo en la mayoría de los equipos. Classic: el Pix2Pix original. Best: para una tarjeta gráfica.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Minutes of training, at most (0: no limit)</source>
        <translation>Minutos de entrenamiento, como máximo (0: sin límite)</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>More minutes give better results. The training ends earlier when nothing improves any more.</source>
        <translation>Más minutos dan mejores resultados. El entrenamiento termina antes cuando ya nada mejora.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Extent to learn from</source>
        <translation>Extensión de la que aprender</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>The model learns from this part of the raster only, best one that looks like the raster to translate. Empty means all of it.</source>
        <translation>El modelo aprende solo de esta parte del ráster, mejor una que se parezca al ráster que se traduce. Vacío significa todo él.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>How often the training goes through all chips.</source>
        <translation>Cuántas veces recorre el entrenamiento todos los recortes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Width and height of the pieces that the model learns from; half a chip lies between one and the next. Smaller ones suit small rasters.</source>
        <translation>Ancho y alto de los trozos de los que aprende el modelo; entre uno y el siguiente hay medio recorte. Los más pequeños convienen a rásteres pequeños.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>A larger raster is sampled, spread evenly over its area.</source>
        <translation>De un ráster más grande se toma una muestra, repartida de forma uniforme por su superficie.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>A model package of the same bands to start from, so that a few minutes are enough, for example one from an earlier run of this chain. Empty: from 8-bit grey to colour the starter model, which comes with the plugin; else afresh.</source>
        <translation>Un paquete de modelo con las mismas bandas desde el que empezar, para que basten unos minutos, por ejemplo uno de una ejecución anterior de esta cadena. Vacío: de gris de 8 bits a color, el modelo inicial que trae el complemento; si no, desde cero.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>Works on the raster to translate at the cell size of the one that the model learns from, and brings the result back to its own grid. Both need a coordinate reference system for it.</source>
        <translation>Trabaja el ráster que se traduce con el tamaño de celda de aquel del que aprende el modelo, y devuelve el resultado a su propia cuadrícula. Para ello ambos necesitan un sistema de referencia de coordenadas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>{parameter} ({layer}) has no coordinate reference system: assign one, or switch MATCH_CELL_SIZE off.</source>
        <translation>{parameter} ({layer}) no tiene sistema de referencia de coordenadas: asígnele uno, o desactive MATCH_CELL_SIZE.</translation>
    </message>
    <message>
        <location filename="../processing_provider/training_chain.py"/>
        <source>The trained model. Keep it to translate more rasters of the same kind with Classify Pixels.</source>
        <translation>El modelo entrenado. Guárdelo para traducir más rásteres del mismo tipo con «Clasificar píxeles».</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>The server of {parameter} ({layer}) does not answer; check the connection, or save the layer around the photo as a GeoTIFF and choose that.</source>
        <translation>El servidor de {parameter} ({layer}) no responde; compruebe la conexión, o guarde la capa alrededor de la foto como GeoTIFF y elíjalo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>INPUT ({photo}) has no coordinate reference system, so nobody knows where it lies on {parameter} ({layer}); assign one.</source>
        <translation>INPUT ({photo}) no tiene sistema de referencia de coordenadas, así que nadie sabe dónde está en {parameter} ({layer}); asígnele uno.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>{parameter} ({layer}) does not show the place of INPUT ({photo}); choose a layer that does.</source>
        <translation>{parameter} ({layer}) no muestra el lugar de INPUT ({photo}); elija una capa que lo haga.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>{parameter} ({layer}): {columns} × {rows} cells around the photo are read from the server.</source>
        <translation>{parameter} ({layer}): se leen del servidor {columns} × {rows} celdas alrededor de la foto.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>{parameter} ({layer}) shows nothing around the photo: its server does not answer or has no picture there; choose another layer.</source>
        <translation>{parameter} ({layer}) no muestra nada alrededor de la foto: su servidor no responde o no tiene allí ninguna imagen; elija otra capa.</translation>
    </message>
    <message>
        <location filename="../processing_provider/web_layers.py"/>
        <source>What {parameter} ({layer}) shows cannot be written to a temporary file: {problem}</source>
        <translation>Lo que muestra {parameter} ({layer}) no se puede escribir en un archivo temporal: {problem}</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>The Python interpreter {path} cannot be started ({reason}).</source>
        <translation>El intérprete de Python {path} no se puede iniciar ({reason}).</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>Cancelled; the worker took too long to stop and was ended. What it had saved before is kept, and running the same again goes on from there.</source>
        <translation>Cancelado; el proceso de trabajo tardaba demasiado en detenerse y se ha terminado. Lo que había guardado antes se conserva, y al ejecutar lo mismo de nuevo se continúa desde ahí.</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>{reason} Plugins &gt; Image Translation &gt; Python Environment installs it.</source>
        <translation>{reason} Complementos &gt; Image Translation &gt; Entorno de Python lo instala.</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>The system has ended the worker process, most likely because memory ran out; use smaller tiles or batches, fewer threads, or close other programs.</source>
        <translation>El sistema ha terminado el proceso de trabajo, probablemente porque se agotó la memoria; use teselas o lotes más pequeños o menos hilos, o cierre otros programas.</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>The worker process ended without a result (exit code {code}): {tail}</source>
        <translation>El proceso de trabajo terminó sin resultado (código de salida {code}): {tail}</translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py"/>
        <source>it said nothing</source>
        <translation>no dijo nada</translation>
    </message>
</context>
</TS>
