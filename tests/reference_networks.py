"""Networks of other tools, written as their own code has them, to compare imports with."""

import torch
from torch import nn


class ReferenceLevel(nn.Module):
    """One level of the reference's nested U-Net: its own layers around the next level in."""

    def __init__(self, norm, outer, inner, bands=None, out=None, submodule=None):
        super().__init__()
        self.outermost = out is not None
        bias = norm is nn.InstanceNorm2d
        down = nn.Conv2d(bands or outer, inner, 4, 2, 1, bias=bias)
        up = nn.ConvTranspose2d(inner * (2 if submodule else 1), out or outer, 4, 2, 1, bias=bias or self.outermost)
        if self.outermost:
            layers = [down, submodule, nn.ReLU(), up, nn.Tanh()]
        elif submodule is None:
            layers = [nn.LeakyReLU(0.2), down, nn.ReLU(), up, norm(outer)]
        else:
            layers = [nn.LeakyReLU(0.2), down, norm(inner), submodule, nn.ReLU(), up, norm(outer)]
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        return self.model(x) if self.outermost else torch.cat((x, self.model(x)), 1)


def reference_unet(bands, out, ngf=4, depth=5, norm=nn.BatchNorm2d):
    level = ReferenceLevel(norm, ngf * 8, ngf * 8)
    for _ in range(depth - 5):
        level = ReferenceLevel(norm, ngf * 8, ngf * 8, submodule=level)
    for outer, inner in ((4, 8), (2, 4), (1, 2)):
        level = ReferenceLevel(norm, ngf * outer, ngf * inner, submodule=level)
    network = nn.Module()
    network.model = ReferenceLevel(norm, ngf, ngf, bands, out, level)
    return network


class ReferenceBlock(nn.Module):
    def __init__(self, norm, width, dropout):
        super().__init__()
        bias = norm is nn.InstanceNorm2d
        layers = [nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3, bias=bias), norm(width), nn.ReLU()]
        layers += [nn.Dropout(0.5)] if dropout else []
        layers += [nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3, bias=bias), norm(width)]
        self.conv_block = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.conv_block(x)


def reference_resnet(bands, out, ngf=4, blocks=6, dropout=True, norm=nn.BatchNorm2d):
    bias = norm is nn.InstanceNorm2d
    layers = [nn.ReflectionPad2d(3), nn.Conv2d(bands, ngf, 7, bias=bias), norm(ngf), nn.ReLU()]
    for width in (ngf, 2 * ngf):
        layers += [nn.Conv2d(width, 2 * width, 3, 2, 1, bias=bias), norm(2 * width), nn.ReLU()]
    layers += [ReferenceBlock(norm, 4 * ngf, dropout) for _ in range(blocks)]
    for width in (4 * ngf, 2 * ngf):
        layers += [nn.ConvTranspose2d(width, width // 2, 3, 2, 1, 1, bias=bias), norm(width // 2), nn.ReLU()]
    layers += [nn.ReflectionPad2d(3), nn.Conv2d(ngf, out, 7), nn.Tanh()]
    network = nn.Module()
    network.model = nn.Sequential(*layers)
    return network


def filled(network, seed=0):
    """Chance weights that make a lively picture, and running statistics that matter."""
    chance = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for key, tensor in network.state_dict().items():
            if key.endswith("num_batches_tracked"):
                tensor.fill_(7)
            elif key.endswith("running_var") or (key.endswith("weight") and tensor.ndim == 1):
                tensor.copy_(0.5 + torch.rand(tensor.shape, generator=chance))
            elif tensor.ndim == 4:
                tensor.copy_(torch.randn(tensor.shape, generator=chance) * 0.8 / tensor[0].numel() ** 0.5)
            else:
                tensor.copy_(torch.randn(tensor.shape, generator=chance) * 0.1)
    return network.eval()


class EsriNetwork(nn.Module):
    """Written once more, plainly, from the published names and shapes, with an eighth of the channels."""

    def __init__(self, channels):
        super().__init__()
        down = [channels, 8, 16, 32, 64, 64, 64, 64, 64]
        up = [(64, 64), (128, 64), (128, 64), (128, 64), (128, 32), (64, 16), (32, 8)]
        self.down = nn.ModuleList(nn.Conv2d(a, b, 4, 2, 1, bias=False) for a, b in zip(down, down[1:]))
        self.up = nn.ModuleList(nn.ConvTranspose2d(a, b, 4, 2, 1, bias=False) for a, b in up)
        self.final = nn.Conv2d(16, channels, 4, padding=1)

    def forward(self, x):
        kept = []
        for level, layer in enumerate(self.down, start=1):
            x = layer(x)
            x = nn.functional.leaky_relu(x if level in (1, 8) else nn.functional.instance_norm(x), 0.2)
            kept.append(x)
        for layer, skip in zip(self.up, kept[-2::-1]):
            x = torch.cat((nn.functional.relu(nn.functional.instance_norm(layer(x))), skip), 1)
        x = nn.functional.pad(nn.functional.interpolate(x, scale_factor=2), (1, 0, 1, 0))
        return torch.tanh(self.final(x))

    def esri_state(self):
        state = {f"D.model.{i}.weight": torch.zeros(1) for i in (0, 2, 5, 8, 12)}
        state.update({f"G.down{i}.model.0.weight": layer.weight for i, layer in enumerate(self.down, start=1)})
        state.update({f"G.up{i}.model.0.weight": layer.weight for i, layer in enumerate(self.up, start=1)})
        state.update({f"G.final.2.{key}": value for key, value in self.final.state_dict().items()})
        return {key: value.detach() for key, value in state.items()}
