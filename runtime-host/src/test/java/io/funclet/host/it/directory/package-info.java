/** What the code directory and the temporary directory may do to a runtime: links, mounts, full disks, odd files. */
package io.funclet.host.it.directory;
