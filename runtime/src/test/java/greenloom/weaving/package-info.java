/** Holds compiled generators against stackful ones: the same bodies run in both ways and must do the same. */
@org.jspecify.annotations.NullMarked
package greenloom.weaving;
