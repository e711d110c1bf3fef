"""What each published system is trained with, as in its text; read without torch, since QGIS shows it too.

Where a text is silent, the comment says what stands here instead.
"""

from __future__ import annotations

from typing import Any, Dict, Mapping

# pix2pix (Isola et al. 2017) as in its reference implementation: RGB through tanh, cross-entropy and 100·L1 from the
# first step, batch 1, rate constant for the first half of the epochs and then falling once an epoch, 32-bit, no moving
# average.
CLASSIC: Mapping[str, Any] = {
    "ngf": 64,
    "ndf": 64,
    "decoder": "transposed",
    "norm": "batch",
    "discriminator": "patchgan",
    "color_space": "direct",
    "max_epochs": 50,
    "batch_size": 1,
    "optimizer": "adam",
    "learning_rate": 2e-4,
    "discriminator_rate": 1.0,
    "beta1": 0.5,
    "discriminator_beta1": 0.5,
    "weight_decay": 0.0,
    "discriminator_weight_decay": 0.0,
    "initial_std": 0.02,
    "schedule": "epochs",
    "pixel_loss": "l1",
    "lambda_l1": 100.0,
    "pixel_loss_until": 1.0,
    "lambda_features": 0.0,
    "lambda_perceptual": 0.0,
    "gan_loss": "vanilla",
    "warmup": 0.0,
    "ema": 0.0,
    "dropout": 0.5,
    "augmentation": "flips_and_turns",
    "patience": 0,
    "precision": "float32",
}
# pix2pix on the photographs of Adams and Jackson (2022): 400 pairs of 256 px, split 70/15/15 (VALIDATION and TEST of
# Export Training Chips), 200 epochs, one pair a step.
_PHOTOGRAPHS: Mapping[str, Any] = {**CLASSIC, "max_epochs": 200, "precision": "automatic"}
# Four colorizers compared (K. J. Somaiya): Adam, 100 epochs, batch 16. The rate is taken as constant.
_SOMAIYA_GAN: Mapping[str, Any] = {
    **CLASSIC,
    "color_space": "automatic",
    "max_epochs": 100,
    "batch_size": 16,
    "schedule": "constant",
    "precision": "automatic",
}
# Mean square of a* and b* alone, 150 epochs, a tenth of the rate after 100. Keras' own β₁; weights by He et al. for the
# ReLU, as its text names none.
_SOMAIYA_CNN: Mapping[str, Any] = {
    **_SOMAIYA_GAN,
    "ngf": 32,
    "max_epochs": 150,
    "batch_size": 32,
    "learning_rate": 1e-3,
    "beta1": 0.9,
    "schedule": "step",
    "initial_std": 0.0,
    "pixel_loss": "l2",
    "lambda_l1": 1.0,
    "warmup": 1.0,
}
# CosmiQ Works: alternating SGD, weight regularization in D, closeness to the truth early in G. Rates, weights, channels
# of G and how long the closeness lasts are not told; with three times this rate, and the same in D, G collapsed.
_SATELLITE: Mapping[str, Any] = {
    **CLASSIC,
    "ngf": 32,
    "discriminator": "vgg",
    "batch_size": 8,
    "optimizer": "sgd",
    "learning_rate": 1e-3,
    "discriminator_rate": 0.1,
    "discriminator_weight_decay": 1e-4,
    "initial_std": 0.0,
    "schedule": "constant",
    "lambda_l1": 10.0,
    "pixel_loss_until": 0.5,
    "dropout": 0.0,
    "precision": "automatic",
}
# ESPOL and CVC: Adam with rate and β₁ of their own for G and D, N(0, 0.0081) read as the standard deviation. The text
# names no loss beside the adversarial one; without a pixel loss G would not keep things in their places.
_NEAR_INFRARED: Mapping[str, Any] = {
    **CLASSIC,
    "discriminator": "dcgan",
    "batch_size": 8,
    "learning_rate": 1e-4,
    "discriminator_rate": 2.0,
    "beta1": 0.4,
    "discriminator_beta1": 0.5,
    "weight_decay": 1e-5,
    "discriminator_weight_decay": 1e-5,
    "initial_std": 0.0081,
    "schedule": "constant",
    "dropout": 0.0,
    "precision": "automatic",
}
# This plugin's own, made for few chips (benchmarks/starter.md): the mean square alone, which asks for the mean of what
# is likely.
_PYRAMID: Mapping[str, Any] = {
    "backbone": "tf_efficientnet_lite0",
    "depth": 4,
    "ngf": 32,
    "batch_size": 16,
    "learning_rate": 2e-3,
    "beta1": 0.9,
    "schedule": "cosine",
    "pixel_loss": "l2",
    "warmup": 1.0,
    "patience": 0,
}
# What is different in a fine-tuning, lest it fits one place too closely or takes brightness for what tells the colour
# (benchmarks/starter.md).
FINE_TUNING: Dict[str, Mapping[str, Any]] = {"feature_pyramid": {"learning_rate": 1e-3, "augmentation": "tone"}}
# By model type. What is missing here comes from the preset.
RECIPES: Dict[str, Mapping[str, Any]] = {
    "pix2pix_timm": {"decoder": "resize"},
    "feature_pyramid": _PYRAMID,
    "pix2pix_photographs": _PHOTOGRAPHS,
    "pix2pix_mobilenetv2": {**_SOMAIYA_GAN, "backbone": "mobilenetv2_100"},
    "pix2pix_densenet121": {**_SOMAIYA_GAN, "backbone": "densenet121"},
    "cnn": _SOMAIYA_CNN,
    "inception_fusion": {**_SOMAIYA_CNN, "ngf": 64, "backbone": "inception_resnet_v2"},
    "satellite_gan": _SATELLITE,
    "near_infrared_gan": _NEAR_INFRARED,
}
