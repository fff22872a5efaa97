import Interchange
import NetworkModel
import RootCause
import _TestSupport

/// Networks in XMLBIF, XDSL and NET for tests.
enum NetworkSamples {
  /// Two variables as WEKA and JavaBayes write them, with a document type.
  static let xmlbif = """
    <?xml version="1.0" encoding="US-ASCII"?>
    <!DOCTYPE BIF [
      <!ELEMENT BIF ( NETWORK )*>
      <!ATTLIST BIF VERSION CDATA #REQUIRED>
      <!ELEMENT VARIABLE ( NAME, ( OUTCOME | PROPERTY )* ) >
      <!ATTLIST VARIABLE TYPE (nature|decision|utility) "nature">
    ]>
    <BIF VERSION="0.3"><NETWORK><NAME>Dog</NAME>
    <VARIABLE TYPE="nature"><NAME>light &amp; on</NAME><OUTCOME>&lt;5</OUTCOME><OUTCOME>no</OUTCOME>
      <PROPERTY>position = (73, 165)</PROPERTY></VARIABLE>
    <VARIABLE><NAME> out </NAME><OUTCOME>true</OUTCOME><OUTCOME>false</OUTCOME></VARIABLE>
    <!-- The numbers -->
    <DEFINITION><FOR>light &amp; on</FOR><GIVEN>out</GIVEN>
      <TABLE>0.6 0.4 <!-- out --> 0.05 0.95</TABLE></DEFINITION>
    <DEFINITION><FOR>out</FOR><TABLE>0.15
      0.85</TABLE></DEFINITION>
    </NETWORK></BIF>
    """

  /// A cause with its idle state in the middle, one with its idle state last, and a noisy-MAX of three states.
  static let xdsl = """
    <?xml version="1.0" encoding="ISO-8859-1"?>
    <smile version="1.0" id="Press" numsamples="1000">
      <nodes>
        <cpt id="Wear">
          <state id="high" /><state id="none" /><state id="low" />
          <probabilities>0.1 0.7 0.2</probabilities>
          <property id="kind">step</property>
        </cpt>
        <deterministic id="Lot">
          <state id="bad" fault="true" /><state id="good" />
          <parents>Wear</parents>
          <resultingstates>bad good good</resultingstates>
        </deterministic>
        <noisymax id="Crack">
          <state id="large" /><state id="small" /><state id="absent" />
          <parents>Wear Lot</parents>
          <strengths>0 2 1 0 1</strengths>
          <parameters>0.5 0.3 0.2 0.1 0.2 0.7 0 0 1 0.4 0.1 0.5 0 0 1 0.01 0.04 0.95</parameters>
        </noisymax>
        <cpt id="Test">
          <state id="fail" /><state id="pass" />
          <parents>Crack Lot</parents>
          <probabilities>0.9 0.1 0.8 0.2 0.7 0.3 0.6 0.4 0.5 0.5 0.25 0.75</probabilities>
        </cpt>
      </nodes>
      <extensions><genie version="1.0" app="GeNIe 4.0" name="A press">
        <node id="Wear"><name>Wear of the die</name><position>1 2 3 4</position></node>
        <submodel id="s"><node id="Crack"><name>Crack</name></node>
          <node id="Test"><name>Leak &amp; test</name></node></submodel>
      </genie></extensions>
    </smile>
    """

  static let net = """
    % A network of HUGIN
    net
    {
      node_size = (80 40);
      name = "Pair";
      HR_Grid_X = "10";
    }
    node C1
    {
      label = "The \\"cause\\"";
      position = (250 250);
      states = ("<5" "b c");
      kind = "lot";
    }
    discrete node E { states = ("e0" "e1" "e2"); subtype = label; }
    node D { states = ("d0" "d1"); }
    potential (C1) { data = ( 0.25 0.75 ); }
    potential (D | ) { data = (1 0); }   % certain
    potential (E | D C1)
    {
      data = ((( 0.1 0.2 0.7 )   % d0 <5
               ( 0.3 0.3 0.4 ))
              (( 1 0 0 ) ( 0 0 1 )));
    }
    """

  static func problems<Value>(_ read: () throws(FormatError) -> Value) -> FormatError? {
    do throws(FormatError) {
      _ = try read()
      return nil
    } catch {
      return error
    }
  }
}
