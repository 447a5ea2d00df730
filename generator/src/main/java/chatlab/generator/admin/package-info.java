/** The internal port. Start reading at {@link chatlab.generator.admin.GeneratorAdmin}. */
@NullMarked
package chatlab.generator.admin;

import org.jspecify.annotations.NullMarked;
