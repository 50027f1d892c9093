//! Contrast and colour-blindness, computed from the tokens of the style sheet in both themes.

#![allow(clippy::float_arithmetic)] // Colour science; no amount is near.

use std::collections::BTreeMap;

type Colour = [f64; 3];

/// Token -> linear sRGB in the light and the dark theme.
fn tokens() -> BTreeMap<String, [Colour; 2]> {
    let sheet = String::from_utf8(ui::asset("mainstay.css").expect("the style sheet is embedded").bytes.into_owned())
        .expect("UTF-8");
    let mut found = BTreeMap::new();
    for line in sheet.lines().map(str::trim).filter(|line| line.starts_with("--")) {
        let Some((name, value)) = line[2..].split_once(": light-dark(") else { continue };
        let colours: Vec<Colour> = value.split("oklch(").skip(1).map(|part| linear(&numbers(part))).collect();
        found.insert(name.to_owned(), [colours[0], colours[1]]);
    }
    assert!(found.len() > 20, "the tokens moved: {found:?}");
    found
}

fn numbers(text: &str) -> Vec<f64> {
    text.split([')', ' ']).take(3).map(|number| number.trim_end_matches('%').parse().expect("a number")).collect()
}

/// OKLCH to linear sRGB, after Björn Ottosson's "A perceptual color space for image processing".
fn linear(oklch: &[f64]) -> Colour {
    let (lightness, chroma, hue) = (oklch[0] / 100.0, oklch[1], oklch[2].to_radians());
    let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
    ]
    .map(|channel| channel.clamp(0.0, 1.0))
}

fn oklab(rgb: Colour) -> Colour {
    let [r, g, b] = rgb;
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
    ]
}

/// WCAG 2.2, relative luminance and contrast ratio.
fn contrast(left: Colour, right: Colour) -> f64 {
    let luminance = |[r, g, b]: Colour| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (left, right) = (luminance(left), luminance(right));
    (left.max(right) + 0.05) / (left.min(right) + 0.05)
}

fn assert_contrast(least: f64, pairs: &[(&str, &[&str])]) {
    let tokens = tokens();
    for (front, backs) in pairs {
        for back in *backs {
            for (theme, name) in ["light", "dark"].iter().enumerate() {
                let ratio = contrast(tokens[*front][theme], tokens[*back][theme]);
                assert!(ratio >= least, "{front} on {back}, {name}: {ratio:.2} to 1");
            }
        }
    }
}

#[test]
fn text_stands_out_from_its_ground() {
    let grounds: &[&str] = &["paper", "raised", "sunk", "wash"];
    assert_contrast(
        4.5,
        &[
            ("ink", grounds),
            ("ink-2", grounds),
            ("ink-3", grounds),
            ("accent", grounds),
            ("warn", &["paper", "raised", "sunk"]),
            ("on-accent", &["accent"]),
            ("paper", &["ink"]),
            ("ink", &["mark"]),
        ],
    );
}

#[test]
fn controls_and_shapes_stand_out_from_their_ground() {
    assert_contrast(
        3.0,
        &[
            ("control", &["paper", "raised"]),
            ("accent", &["line"]),
            ("in-edge", &["paper"]),
            ("out-edge", &["paper"]),
            ("hatch", &["paper"]),
            ("pocket-1", &["paper"]),
            ("pocket-2", &["paper"]),
            ("pocket-3", &["paper"]),
            ("pocket-4", &["paper"]),
            ("pocket-5", &["paper"]),
            ("pocket-6", &["paper"]),
            ("pocket-7", &["paper"]),
        ],
    );
}

/// Machado, Oliveira, Fernandes: "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.
const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
    ("full", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    ),
    (
        "deuteranopia",
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_82, 0.042_94, 0.968_881]],
    ),
    (
        "tritanopia",
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_9]],
    ),
];

#[test]
fn pockets_differ_for_every_sight() {
    let tokens = tokens();
    for (sight, matrix) in SIGHTS {
        let seen = |rgb: Colour| {
            oklab(matrix.map(|row| (row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]).clamp(0.0, 1.0)))
        };
        for (theme, name) in ["light", "dark"].iter().enumerate() {
            let colours: Vec<Colour> =
                (1..=7).map(|position| seen(tokens[&format!("pocket-{position}")][theme])).collect();
            for (left, a) in colours.iter().enumerate() {
                for (right, b) in colours.iter().enumerate().skip(left + 1) {
                    let apart = 100.0 * a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                    assert!(apart >= 9.4, "pockets {} and {}, {sight}, {name}: {apart:.1} apart", left + 1, right + 1);
                }
            }
        }
    }
}
