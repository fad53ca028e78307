package io.funclet.host.framework.plain;

import java.util.regex.Pattern;

/** Names of packages that other bundles can import. */
final class PackageName {

    /** Others need quotes in a manifest, and no tool imports them. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*");

    private PackageName() {}

    static boolean isValid(String name) {
        return PLAIN.matcher(name).matches();
    }
}
