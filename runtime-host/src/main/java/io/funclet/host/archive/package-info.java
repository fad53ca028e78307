/**
 * The archives of loaded classes (class data sharing) that make a start quick: creation, and what a recording run
 * exercises.
 */
package io.funclet.host.archive;
