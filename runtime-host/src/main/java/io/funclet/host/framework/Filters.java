package io.funclet.host.framework;

/** Reads, for people, the filters that a framework makes of manifest headers. */
final class Filters {

    private Filters() {}

    /** The value that a filter demands of an attribute; the whole filter if it demands none. */
    static String value(String filter, String attribute) {
        String start = "(" + attribute + "=";
        int at = filter.indexOf(start);
        return at < 0 ? filter : filter.substring(at + start.length(), filter.indexOf(')', at));
    }

    /** The version range that a filter demands, with a blank before it; empty if it demands none. */
    static String versions(String filter) {
        int from = filter.indexOf("(version>=");
        if (from < 0) {
            return "";
        }
        String floor = filter.substring(from + "(version>=".length(), filter.indexOf(')', from));
        int to = filter.indexOf("(!(version>=");
        if (to < 0) {
            return " " + floor;
        }
        return " [" + floor + "," + filter.substring(to + "(!(version>=".length(), filter.indexOf(')', to)) + ")";
    }
}
