package io.funclet.host.framework.requirement;

import org.apache.felix.framework.capabilityset.SimpleFilter;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** The versions that a filter allows, in the form of a manifest. */
final class VersionBounds {

    private Version floor;
    private boolean floorIsOutside;
    private Version ceiling;
    private boolean ceilingIsOutside;

    /** The only allowed version; {@code null} if there are several. */
    private Version exact;

    /** Adds a comparison. Returns whether it is one of versions. */
    boolean add(SimpleFilter demand) {
        boolean denied = demand.getOperation() == SimpleFilter.NOT;
        SimpleFilter comparison =
                denied ? FilterText.operands(demand).findFirst().orElse(demand) : demand;
        Version version = version(comparison);
        if (version == null) {
            return false;
        }
        int operation = comparison.getOperation();
        if (operation == SimpleFilter.EQ && !denied) {
            exact = version;
        } else if (operation == (denied ? SimpleFilter.LTE : SimpleFilter.GTE)) {
            floor = version;
            floorIsOutside = denied;
        } else if (operation == (denied ? SimpleFilter.GTE : SimpleFilter.LTE)) {
            ceiling = version;
            ceilingIsOutside = denied;
        } else {
            return false;
        }
        return true;
    }

    private static Version version(SimpleFilter comparison) {
        String attribute = String.valueOf(comparison.getName());
        if (!attribute.equals("version") && !attribute.equals("bundle-version")) {
            return null;
        }
        try {
            return Version.parseVersion(String.valueOf(comparison.getValue()));
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    /** Empty if all versions are allowed. */
    @Override
    public String toString() {
        if (exact != null) {
            return "[" + exact + "," + exact + "]";
        }
        if (ceiling == null && floor == null) {
            return "";
        }
        if (ceiling == null) {
            return floorIsOutside ? "above " + floor : floor + " or higher";
        }
        return new VersionRange(
                        floorIsOutside ? VersionRange.LEFT_OPEN : VersionRange.LEFT_CLOSED,
                        floor == null ? Version.emptyVersion : floor,
                        ceiling,
                        ceilingIsOutside ? VersionRange.RIGHT_OPEN : VersionRange.RIGHT_CLOSED)
                .toString();
    }

    /** As versions of Java are written: 1.8 is 8. */
    String ofJava() {
        if (exact != null) {
            return feature(exact);
        }
        return ceiling == null && floor != null && !floorIsOutside ? feature(floor) + " or newer" : toString();
    }

    private static String feature(Version version) {
        return Integer.toString(version.getMajor() == 1 ? version.getMinor() : version.getMajor());
    }
}
