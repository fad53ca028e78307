package io.funclet.testkit;

/**
 * The state of a function.
 *
 * @param name by which it is called
 * @param version the version that serves; empty if none does
 * @param running how many calls run now, on all versions
 * @param calls how many calls have ended, with or without success
 * @param failures how many of them failed
 * @param absence why no version serves, in one line; empty while one does
 * @since 1.0
 */
public record FunctionState(String name, String version, int running, long calls, long failures, String absence) {}
