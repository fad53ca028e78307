package io.funclet.host.framework.requirement;

import org.apache.felix.framework.capabilityset.SimpleFilter;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** The versions that a filter allows, in the form of a manifest. */
final class VersionBounds {

    private VersionRange range = new VersionRange('[', Version.emptyVersion, null, ')');

    /** Adds a comparison. Returns whether it is one of versions. */
    boolean add(SimpleFilter demand) {
        boolean denied = demand.getOperation() == SimpleFilter.NOT;
        SimpleFilter comparison =
                denied ? FilterText.operands(demand).findFirst().orElse(demand) : demand;
        Version version = version(comparison);
        VersionRange allowed = version == null ? null : allowed(comparison.getOperation(), denied, version);
        if (allowed != null) {
            range = range.intersection(allowed);
        }
        return allowed != null;
    }

    private static VersionRange allowed(int operation, boolean denied, Version version) {
        return switch (operation) {
            case SimpleFilter.EQ -> denied ? null : new VersionRange('[', version, version, ']');
            case SimpleFilter.GTE ->
                denied
                        ? new VersionRange('[', Version.emptyVersion, version, ')')
                        : new VersionRange('[', version, null, ')');
            case SimpleFilter.LTE ->
                denied
                        ? new VersionRange('(', version, null, ')')
                        : new VersionRange('[', Version.emptyVersion, version, ']');
            default -> null;
        };
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
        Version floor = range.getLeft();
        if (range.getRight() != null) {
            return range.toString();
        }
        if (range.getLeftType() == VersionRange.LEFT_OPEN) {
            return "above " + floor;
        }
        return floor.equals(Version.emptyVersion) ? "" : floor + " or higher";
    }

    /** As versions of Java are written: 1.8 is 8. */
    String ofJava() {
        return range.isExact()
                ? feature(range.getLeft())
                : toString().replace(range.getLeft() + " or higher", feature(range.getLeft()) + " or newer");
    }

    private static String feature(Version version) {
        return Integer.toString(version.getMajor() == 1 ? version.getMinor() : version.getMajor());
    }
}
