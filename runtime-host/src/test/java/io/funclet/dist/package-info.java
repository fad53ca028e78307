/** The distribution, tested from outside: as files, and by starting its scripts as managers and people do. */
package io.funclet.dist;
