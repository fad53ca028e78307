/** Class data archives, which make a start fast: their creation, and the training of a recording run. */
package io.funclet.host.archive;
