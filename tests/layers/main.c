// Linked with the whole of one room and the rooms that it may use: that it links is the test.
int main(void)
{
    return 0;
}
