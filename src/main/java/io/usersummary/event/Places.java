package io.usersummary.event;

import io.usersummary.json.JsonScanner;
import java.util.Arrays;

/**
 * Where in a document the pointers of a shape end, in the order of the document. Mutable, reused
 * from document to document.
 */
final class Places {

    private final Route[] routes;
    private final int[] starts;
    private int size;

    /**
     * @param most the number of pointers
     */
    Places(int most) {
        routes = new Route[most];
        starts = new int[most];
    }

    void clear() {
        size = 0;
    }

    /**
     * Adds the end of a pointer.
     *
     * @param from where its value begins
     */
    void add(Route end, int from) {
        routes[size] = end;
        starts[size++] = from;
    }

    /**
     * The same as numbers of scalars, as they are in all documents that are alike.
     *
     * @param json has walked over the document
     * @return null if one of the values is no scalar, or is not remembered
     */
    Scalars scalars(JsonScanner json) {
        int[] numbers = new int[size];
        int remembered = Math.min(json.scalars(), JsonScanner.REMEMBERED_SCALARS);
        int number = 0;
        for (int i = 0; i < size; i++) {
            while (number < remembered && json.scalarStart(number) < starts[i]) {
                number++;
            }
            if (number == remembered || json.scalarStart(number) != starts[i]) {
                return null;
            }
            numbers[i] = number;
        }
        return new Scalars(numbers, Arrays.copyOf(routes, size));
    }

    /**
     * Which scalars of a document are where pointers end.
     *
     * @param numbers of scalars, from 0
     * @param ends of the pointers, one for each of them
     */
    record Scalars(int[] numbers, Route[] ends) {}
}
