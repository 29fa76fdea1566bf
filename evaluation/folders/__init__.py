"""How often would `git add FOLDER` be refused by the names of new files alone, rightly and wrongly?"""
