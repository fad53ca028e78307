package io.funclet.host.framework.requirement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(osgi.wiring.package=a.b)                                        ; a.b",
                "(&(osgi.wiring.package=a.b)(version>=1.2.0))                     ; a.b 1.2.0 or higher",
                "(&(osgi.wiring.package=a.b)(version>=1.0.0)(!(version>=2.0.0)))  ; a.b [1.0.0,2.0.0)",
                "(&(osgi.wiring.package=a.b)(&(version>=1)(!(version>=2))))       ; a.b [1.0.0,2.0.0)",
                "(&(osgi.wiring.package=a.b)(!(version<=1.0.0))(version<=2.0.0))  ; a.b (1.0.0,2.0.0]",
                "(&(osgi.wiring.package=a.b)(version<=2.0.0))                     ; a.b [0.0.0,2.0.0]",
                "(&(osgi.wiring.package=a.b)(version=2.0.0))                      ; a.b [2.0.0,2.0.0]",
                "(&(osgi.wiring.package=a.b)(!(version<=1.0.0)))                  ; a.b above 1.0.0",
                "(&(osgi.wiring.package=a.b)(vendor=acme)(version>=1.0.0))        ; a.b 1.0.0 or higher with vendor=acme",
                "(&(osgi.wiring.package=a.b)(!(version=1.0.0)))                   ; a.b with not version=1.0.0",
                "(&(osgi.wiring.package=a.b)(version=new))                        ; a.b with version=new",
            })
    void importOfAPackage_isSaidAsInAManifest(String filter, String words) {
        assertEquals("imports package " + words, RequirementText.of("osgi.wiring.package", filter));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "osgi.wiring.host ; (&(osgi.wiring.host=h)(bundle-version>=1.0.0)) ; is a fragment of bundle h 1.0.0 or higher",
                "osgi.wiring.bundle ; (&(osgi.wiring.bundle=b)(bundle-version>=1.0.0)(!(bundle-version>=2.0.0))) "
                        + "; requires bundle b [1.0.0,2.0.0)",
                "osgi.identity ; (&(osgi.identity=b)(version>=1.0.0)) ; requires bundle b 1.0.0 or higher",
                "osgi.ee ; (&(osgi.ee=JavaSE)(version=21)) ; requires Java 21",
                "osgi.ee ; (&(osgi.ee=JavaSE)(version=1.8)) ; requires Java 8",
                "osgi.ee ; (&(osgi.ee=JavaSE)(version>=17)) ; requires Java 17 or newer",
                "osgi.ee ; (&(osgi.ee=JavaSE/compact1)(version>=1.8)) "
                        + "; requires execution environment JavaSE/compact1 1.8.0 or higher",
                "osgi.service ; (objectClass=a.Clock) ; requires service a.Clock",
                "osgi.service ; (&(objectClass=a.Clock)(zone=utc)) ; requires service a.Clock with zone=utc",
                "osgi.extender ; (&(osgi.extender=osgi.component)(version>=1.5.0)(!(version>=2.0.0))) "
                        + "; requires extender osgi.component [1.5.0,2.0.0)",
                "osgi.implementation ; (&(osgi.implementation=io.funclet)(version>=1.0.0)(!(version>=2.0.0))) "
                        + "; requires implementation io.funclet [1.0.0,2.0.0)",
                "osgi.contract ; (&(osgi.contract=JavaServlet)(version=3.1.0)) "
                        + "; requires contract JavaServlet [3.1.0,3.1.0]",
                "example.device ; (example.device=led) ; requires example.device led",
                "example.device ; (|(pins=8)(pins=16)) ; requires example.device with pins=8 or pins=16",
                "example.device ; not a filter ; requires example.device not a filter",
            })
    void otherRequirements_areSaidByWhatTheyName(String namespace, String filter, String words) {
        assertEquals(words, RequirementText.of(namespace, filter));
    }

    @Test
    void requirementWithoutAFilter_isSaidByItsNamespace() {
        assertEquals("requires example.device", RequirementText.of("example.device", null));
    }
}
