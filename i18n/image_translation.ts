<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>ImageTranslation</name>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="52"/>
        <source>Classify Pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="62"/>
        <source>Input raster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="62"/>
        <source>The raster to translate, of the kind that the model was trained on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="78"/>
        <source>Input bands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="294"/>
        <source>Model package</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="75"/>
        <source>Model package (*.dlpk *.emd)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="90"/>
        <source>Translated raster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="97"/>
        <source>What the model is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="115"/>
        <source>Extent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="123"/>
        <source>Mask polygons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="110"/>
        <source>Outside these polygons nothing is computed and the output is NoData.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="122"/>
        <source>Tile size (pixels, 0: the model&apos;s own)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="122"/>
        <source>Larger tiles give the model more context and need more memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="131"/>
        <source>Overlap (pixels)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="131"/>
        <source>Neighbouring tiles are blended over this many pixels, so no seam shows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="140"/>
        <source>Tiles a batch (0: automatic)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="140"/>
        <source>How many tiles the model works on at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="250"/>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="264"/>
        <source>Processor threads (0: all)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="264"/>
        <source>Fewer threads leave room for other work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="171"/>
        <source>Match the tones of the input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="182"/>
        <source>Average over flips and turns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="194"/>
        <source>Add a band with the uncertainty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="206"/>
        <source>Go on where an interrupted run stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/classify_pixels.py" line="224"/>
        <source>INPUT gives {given} band(s) and the model {model} needs {needed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="68"/>
        <source>Input raster (what the model will be given)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="78"/>
        <source>Bands of the input raster to use; none chosen means all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="85"/>
        <source>Target raster (what the model must produce)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="94"/>
        <source>Target bands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="94"/>
        <source>Bands of the target raster to use; none chosen means all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="101"/>
        <source>Make the input from the target: its grey picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="123"/>
        <source>Only chips at these polygons are exported, by the rule that comes next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="133"/>
        <source>Chips to take at the mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="145"/>
        <source>Grid of the chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="157"/>
        <source>Cell size (0: that of the grid)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="171"/>
        <source>Resampling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="184"/>
        <source>Chip size (pixels)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="184"/>
        <source>Width and height of a chip. 256 suits Pix2Pix; at least 32.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="192"/>
        <source>Stride (pixels)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="203"/>
        <source>Image format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="214"/>
        <source>Largest share of NoData in a chip (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="214"/>
        <source>Chips with more invalid pixels than this, in input or target, are skipped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="226"/>
        <source>Turned chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="238"/>
        <source>Angle of the turned chips (degrees)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="238"/>
        <source>Counter-clockwise; used when turned chips are set to angle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="250"/>
        <source>Largest number of chips (0: no limit)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="273"/>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="261"/>
        <source>The same seed gives the same sample and the same split.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="271"/>
        <source>Chips kept for validation (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="285"/>
        <source>Chips kept for a final test (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="285"/>
        <source>A further share, used neither for training nor to choose the best epoch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="297"/>
        <source>If the folder already holds chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="81"/>
        <source>Training chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="316"/>
        <source>Chip footprints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="330"/>
        <source>Contact sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="308"/>
        <source>HTML files (*.html)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="344"/>
        <source>Number of chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_parameters.py" line="345"/>
        <source>Chips left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/export_training_chips.py" line="22"/>
        <source>Export Training Chips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py" line="54"/>
        <source>{percent} %: {step}, {time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py" line="197"/>
        <source>{parameter} cannot be opened as a raster: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/interface.py" line="228"/>
        <source>{parameter} cannot be opened as a polygon layer: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/provider.py" line="21"/>
        <source>Python interpreter that has onnxruntime and torch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/provider.py" line="36"/>
        <source>Image Translation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py" line="32"/>
        <source>the environment variable IMAGE_TRANSLATION_PYTHON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py" line="32"/>
        <source>the settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/python_environment.py" line="37"/>
        <source>The Python interpreter {path} named in {origin} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py" line="50"/>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py" line="51"/>
        <source>Validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/styling.py" line="52"/>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="71"/>
        <source>Train Image Translation Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="93"/>
        <source>Model type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="103"/>
        <source>Base model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="121"/>
        <source>Epochs, at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="121"/>
        <source>How often the training goes through all chips.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="129"/>
        <source>Minutes, at most (0: no limit)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="142"/>
        <source>Stop early when nothing improves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="142"/>
        <source>Ends the training after ten epochs without a better PSNR on the validation chips.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="155"/>
        <source>Colour handling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="167"/>
        <source>Adversarial loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="167"/>
        <source>How the discriminator judges; vanilla is that of the original Pix2Pix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="174"/>
        <source>Weight of the L1 loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="174"/>
        <source>Higher: closer to the target on average; lower: crisper, more inventive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="184"/>
        <source>Share of the training before the discriminator joins (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="198"/>
        <source>Augmentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="198"/>
        <source>Shows each chip in eight directions, input and target alike.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="207"/>
        <source>Chips a step (0: automatic)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="220"/>
        <source>Learning rate (0: automatic)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="220"/>
        <source>Step width of the Adam optimizer; it falls in the second half.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="230"/>
        <source>Generator filters (ngf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="239"/>
        <source>64 is the paper&apos;s network; 32 trains several times faster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="239"/>
        <source>Discriminator filters (ndf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="250"/>
        <source>automatic uses a graphics card when torch finds one, else the processor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="257"/>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="257"/>
        <source>automatic uses bfloat16 where the machine is faster with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="273"/>
        <source>Two trainings with the same seed on the same processor agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="281"/>
        <source>Go on with an interrupted training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="294"/>
        <source>Model package (*.dlpk)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="308"/>
        <source>Training report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="308"/>
        <source>A page with curves, sample pictures and figures. It opens in any browser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="318"/>
        <source>Best epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="319"/>
        <source>PSNR (dB)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/train_image_translation_model.py" line="320"/>
        <source>SSIM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py" line="51"/>
        <source>The Python interpreter {path} cannot be started ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py" line="133"/>
        <source>The worker process ended without a result (exit code {code}): {tail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_provider/worker_process.py" line="134"/>
        <source>it said nothing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
