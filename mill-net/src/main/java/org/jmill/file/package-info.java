/// Files for coroutines.
package org.jmill.file;
