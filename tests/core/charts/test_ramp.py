import pytest

from covenant_monitor.charts import DARK, LIGHT, Look
from covenant_monitor.charts.ramp import ink, luminance, shade


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_more_is_ever_darker_on_light_and_lighter_on_dark(look: Look) -> None:
    lights = [luminance(shade(look, percent)) for percent in range(101)]
    assert sorted(lights, reverse=look is LIGHT) == lights
    assert abs(lights[0] - lights[100]) > 0.5, "apart in greyscale too"
    assert (shade(look, -5), shade(look, 105)) == (look.good_tint, look.good)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_numbers_are_legible_on_every_shade(look: Look) -> None:
    for percent in range(101):
        fill = shade(look, percent)
        light, dark = sorted((luminance(fill), luminance(ink(fill))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, percent
