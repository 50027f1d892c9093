/* A process that does nothing: what starting one costs here. */
int main(void) { return 0; }
