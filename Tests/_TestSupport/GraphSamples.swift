import Interchange
import RootCause

/// Graphs and models for tests, as text and made of text.
package enum GraphSamples {
  /// A line with every kind, two ways to fail, a shared lot, bins, a reading, and numbers for all.
  package static let line = """
    digraph line {
      title="A small line";
      shift  [kind=context, states="day,night", prior="0.6 0.4"];
      paste  [kind=lot, key=paste_id, label="Paste lot", prior="0.95 0.05", weight=40];
      reflow [kind=step, states="in_control,cold,hot", prior="0.9 0.07 0.03", weight=50];
      camera [kind=station, prior="0.97 0.03"];
      voids  [kind=defect, cpd=noisy_max, leak=0.01];
      paste -> voids [strength=0.4]; reflow -> voids [strength="0.5; 0.2"];
      cracks [kind=defect, cpt="0.99 0.01; 0.98 0.02; 0.7 0.3"];
      reflow -> cracks;
      xray   [kind=test, cost=12, cpt="0.97 0.03; 0.8 0.2; 0.1 0.9; 0.4 0.6"];
      voids -> xray; camera -> xray;
      height [kind=test, column=height_um, bins="low<20<normal<50<high", states="normal,low,high",
        cpt="0.9 0.05 0.05; 0.5 0.4 0.1; 0.5 0.1 0.4"];
      reflow -> height;
      gain   [kind=test, reading=gaussian, unit="dB", cpt="30 0.5; 27 1; 29 0.5; 26 1"];
      voids -> gain; cracks -> gain;
    }
    """

  /// A press whose torque moves with the warmth of the hall and the speed of the line.
  package static let press = """
    digraph press {
      tool   [kind=step, states="good,worn", prior="0.7 0.3", weight=20];
      crack  [kind=defect, cpt="0.97 0.03; 0.7 0.3", weight=20];
      torque [kind=test, reading=gaussian, unit="N m", regressors="warmth, speed",
        typical="22 5; 1.5 0.3", cpt="4 0.3 -0.02 0.1; 5 0.4 0.01 0.5", weight=10];
      xray   [kind=test, cpt="0.98 0.02; 0.1 0.9", weight=50];
      tool -> crack; tool -> torque; crack -> xray;
    }
    """

  /// Returns the graph that `text` describes.
  package static func graph(_ text: String, file: String = "sample.gv") throws -> CausalGraph {
    try GraphReader.read(SourceText(file: file, text: text))
  }

  /// Returns the model of the expert numbers that `text` has.
  package static func model(_ text: String) throws -> CausalModel {
    try CausalModel(expert: graph(text), provenance: Provenance(graphDigest: ""))
  }
}
